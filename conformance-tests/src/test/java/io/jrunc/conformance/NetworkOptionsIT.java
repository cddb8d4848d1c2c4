package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be said about a container's network, by options and by annotations, and what not. */
@Conformance
@OnlyFor("jrunc")
@Requires({Need.NETWORK_TOOLS, Need.USER_NAMESPACES, Need.UIDMAP})
class NetworkOptionsIT {

  private enum Caller {
    ROOT,
    USER;

    private Sandbox in(Sandbox sandbox) {
      return this == ROOT ? sandbox : sandbox.asUser();
    }
  }

  @Test
  void whatHasNoMeaningIsRefusedByTheOptionAndLeavesNothing(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    refuses(lab, "--publish: \"8080\" is not [IP:]HOST:CONTAINER[/tcp|udp]", "-p", "8080");
    refuses(
        lab,
        "--publish: \"8000-8090:100-190\" takes a port of the host that 8080:80 has taken",
        "--publish=8080:80",
        "--publish=8000-8090:100-190");
    refuses(
        lab,
        "--publish: \"8000-8010:80\" has 11 ports of the host, but 1 port of the container",
        "-p=8000-8010:80");
    refuses(lab, "--publish: has no meaning in mode host", "--network=host", "-p=80:80");
    refuses(
        lab,
        "--network: \"bridge\" is not none, veth, host, container:ID, pasta, slirp4netns or auto",
        "--network=bridge");
    refuses(lab, "--ip: has no meaning without --network", "--ip=172.22.0.9");
    refuses(
        lab,
        "--ip: \"10.0.0.9\" is not in the subnet 172.22.0.0/16",
        "--network=veth",
        "--ip=10.0.0.9");
    refuses(
        lab,
        "--subnet: \"10.1.2.3/24\" has bits after its prefix, use 10.1.2.0/24",
        "--network=veth",
        "--subnet=10.1.2.3/24");
    refuses(lab, "--mtu: \"9\" is not in 68 to 65535", "--network=veth", "--mtu=9");
    refuses(lab, "--dns: \"dns\" is no address", "--network=veth", "--dns=dns");
    assertThat(lab.changes()).isEmpty();
  }

  private static void refuses(NetworkLab lab, String message, String... options) {
    Outcome outcome = box(lab.host(), options, "true").execute();
    assertThat(outcome.failsSaying("jrunc: " + message).stderr().lines()).hasSize(1);
  }

  @Test
  void anotherContainerMustRun(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    box(lab.host(), new String[] {"--network=container:nobody"}, "true")
        .execute()
        .failsSaying("jrunc: box: --network container:nobody: there is no container nobody");
    Container stopped = lab.host().container(config -> config.args("/bin/true")).launch();
    stopped.awaitStatus("stopped");
    box(lab.host(), new String[] {"--network", "container:" + stopped.id()}, "true")
        .execute()
        .failsSaying("container " + stopped.id() + " is stopped");
  }

  @Test
  void onlyRootCanChooseAVethDevice(Sandbox sandbox) {
    Sandbox user = sandbox.networkLab().host().asUser();
    box(user, new String[] {"--network=veth"}, "true")
        .execute()
        .failsSaying("jrunc: box: --network veth: only root can make veth devices");
    box(user, new String[] {"--network=auto", "--ip=172.22.0.9"}, "true")
        .execute()
        .failsSaying("jrunc: box: --ip 172.22.0.9: cannot be chosen by an ordinary user");
  }

  @Test
  void whatIsPrintedHasTheAnnotations(Sandbox sandbox) {
    Path folder = sandbox.newFolder();
    HostFiles.folder(folder.resolve("rootfs"));
    String config =
        box(
                sandbox,
                new String[] {
                  "--print", "-p=8080:80", "-p", "127.0.0.1:53:53/udp", "--dns=9.9.9.9"
                },
                "true")
            .execute()
            .succeeds()
            .stdout();
    assertThat(config)
        .contains(
            "\"io.jrunc.net.mode\": \"auto\"",
            "\"io.jrunc.net.publish\": \"8080:80,127.0.0.1:53:53/udp\"",
            "\"io.jrunc.net.dns\": \"9.9.9.9\"")
        .doesNotContain("\"/etc/resolv.conf\"", "\"/etc/hosts\"");
    HostFiles.write(folder.resolve("config.json"), config);
    String bundle = folder.toString();
    sandbox.runtime().command("validate", "--bundle", bundle).execute().succeeds();
    assertThat(sandbox.runtime().command("plan", "--bundle", bundle).execute().stdout())
        .contains(
            "# network, by the host",
            "a pair of veth devices",
            "bridge jrunc0 with 172.22.0.1/16",
            "publish 0.0.0.0:8080->80/tcp  [/annotations/io.jrunc.net.publish]",
            "name server 9.9.9.9");
  }

  @Test
  void theHelpHasTheOptions(Sandbox sandbox) {
    assertThat(sandbox.runtime().command("box", "--help").execute().succeeds().stdout())
        .contains(
            "--network=MODE",
            "-p, --publish=[IP:]HOST:BOX[/udp]",
            "--ip=ADDRESS",
            "--subnet=SUBNET",
            "--ipv6",
            "--mtu=BYTES",
            "--dns=ADDRESS");
  }

  @Test
  void allThatIsWrongWithAnnotationsIsToldByPointer(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        lab.host()
            .container(
                config ->
                    config.set(
                        "/annotations",
                        Map.of(
                            "io.jrunc.net.mode", "veth",
                            "io.jrunc.net.pubish", "80:80",
                            "io.jrunc.net.publish", "8080",
                            "io.jrunc.net.ip", "172.22.0.1")));
    String[] problems = {
      "/annotations/io.jrunc.net.pubish: is unknown; is io.jrunc.net.publish meant?",
      "/annotations/io.jrunc.net.publish: \"8080\" is not [IP:]HOST:CONTAINER[/tcp|udp]",
      "/annotations/io.jrunc.net.ip: \"172.22.0.1\" is the host's own address in the subnet"
          + " 172.22.0.0/16"
    };
    Outcome validation =
        sandbox
            .runtime()
            .command("validate", "--bundle", container.bundle().folder().toString())
            .execute();
    assertThat(validation.exits(1).stdout().lines()).contains(problems);
    container
        .createFailsAndLeavesNothing()
        .failsSaying("io.jrunc.net.pubish: is unknown", "/annotations/io.jrunc.net.ip: ");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aNamespaceThatOthersHaveMadeIsNotChanged(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container first = lab.host().container(config -> config.sleeping()).launch();
    String path = "/proc/" + first.pid() + "/ns/net";
    lab.host()
        .container(
            config ->
                config
                    .namespaceAt("network", path)
                    .set("/annotations", Map.of("io.jrunc.net.mode", "veth")))
        .createFailsAndLeavesNothing()
        .failsSaying("/annotations/io.jrunc.net.mode: cannot be had: /linux/namespaces/");
  }

  @ParameterizedTest
  @EnumSource
  void withoutANetworkThereIsOnlyLoopback(Caller caller, Sandbox sandbox) {
    Sandbox host = caller.in(sandbox.networkLab().host());
    assertThat(devices(box(host, new String[0], "cat", "/proc/net/dev"))).containsExactly("lo");
    assertThat(devices(box(host, new String[] {"--network=none"}, "cat", "/proc/net/dev")))
        .containsExactly("lo");
  }

  @ParameterizedTest
  @EnumSource
  void aBoxCanShareTheHostsNetwork(Caller caller, Sandbox sandbox) {
    Sandbox host = caller.in(sandbox.networkLab().host());
    String[] options = {"--network=host"};
    assertThat(devices(box(host, options, "cat", "/proc/net/dev"))).contains("lo", "up0");
    assertThat(box(host, options, "cat", "/etc/hosts").execute().succeeds().stdout())
        .isEqualTo(HostFiles.read(Path.of("/etc/hosts")));
    box(host, options, "touch", "/sys/kernel/x").execute().failsSaying("Read-only file system");
  }

  @ParameterizedTest
  @EnumSource
  void aBoxCanShareTheNetworkOfAContainer(Caller caller, Sandbox sandbox) {
    Sandbox host = caller.in(sandbox.networkLab().host());
    Container first = host.container();
    box(host, new String[] {"--name", first.id(), "--detach"}, "sleep", "1000")
        .execute()
        .succeeds();
    String namespace = first.exec("readlink", "/proc/self/ns/net").succeeds().stdout();
    String[] options = {"--network", "container:" + first.id()};
    assertThat(box(host, options, "readlink", "/proc/self/ns/net").execute().succeeds().stdout())
        .isEqualTo(namespace);
    assertThat(box(host, options, "ls", "/sys/class/net").execute().succeeds().stdout())
        .isEqualTo("lo\n");
    first.delete("--force").succeeds();
  }

  @Test
  void addressSubnetSizeAndNameServerAreAsAskedFor(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    String[] options = {
      "--network=veth",
      "--subnet=10.87.6.0/24,fd00:87::/64",
      "--ip=10.87.6.9,fd00:87::9",
      "--mtu=1400",
      "--dns=192.0.2.53",
      "--hostname=asked"
    };
    String script =
        "ip -o address show dev eth0; cat /sys/class/net/eth0/mtu /etc/resolv.conf /etc/hosts";
    assertThat(box(lab.host(), options, "sh", "-c", script).execute().succeeds().stdout())
        .contains(
            " 10.87.6.9/24 ",
            " fd00:87::9/64 ",
            "\n1400\n",
            "nameserver 192.0.2.53\n",
            "10.87.6.9\tasked\n");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void everyUserOfABoxMayListenAtAnyPortAndPing(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    String[] options = {"--network=veth", "--user=1000:1000"};
    String parameters =
        "cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range";
    assertThat(box(lab.host(), options, "sh", "-c", parameters).execute().succeeds().stdout())
        .isEqualTo("0\n0\t2147483647\n");
  }

  @Test
  void aPortThatIsInUseIsToldByTheOption(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container first = lab.host().container();
    box(lab.host(), new String[] {"--name", first.id(), "-d", "-p", "8080:80"}, "sleep", "1000")
        .execute()
        .succeeds();
    List<String> before = lab.changes();
    Outcome second = box(lab.host(), new String[] {"-p", "8080:81"}, "true").execute();
    assertThat(second.fails().stderr()).startsWith("jrunc: box: --publish: \"8080:81\": ");
    assertThat(second.stderr()).contains("8080", first.id());
    assertThat(lab.changes()).isEqualTo(before);
    first.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  private static List<String> devices(Command command) {
    List<String> devices = new ArrayList<>();
    for (String line : command.execute().succeeds().stdout().split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon >= 0) {
        devices.add(line.substring(0, colon).strip());
      }
    }
    return devices;
  }

  private static Command box(Sandbox sandbox, String[] options, String... words) {
    List<String> line = new ArrayList<>(List.of("box"));
    line.addAll(List.of(options));
    line.add("--");
    line.addAll(List.of(words));
    return sandbox.runtime().command(line.toArray(String[]::new));
  }
}
