package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container with a veth pair gets, what it is told, and what it can't have. */
@Conformance
@OnlyFor("jrunc")
@Requires(Need.NETWORK_TOOLS)
class NetworkVethIT {
  private static final String NET = "/annotations/io.jrunc.net.";
  private static final String SHOW =
      "ip -o address show eth0; ip -o link show eth0; ip route; ip -6 route";

  @Test
  void aContainerHasAnAddressARouteAndTheMtuOfTheWayOut(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link set up0 mtu 1400");
    assertThat(veth(lab, config -> config.sh(SHOW)).output())
        .contains("inet 172.22.0.2/16 brd 172.22.255.255 scope global eth0", "mtu 1400")
        .contains("default via 172.22.0.1 dev eth0")
        .doesNotContain("inet6");
    NetworkLab.ip(lab.host(), "link set up0 mtu 1500");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void whatIsAskedForIsThere(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        veth(
            lab,
            config ->
                config
                    .sh(SHOW + "; cat /etc/resolv.conf")
                    .set(NET + "subnet", "10.77.0.0/24,fd77::/64")
                    .set(NET + "ip", "10.77.0.9,fd77::9")
                    .set(NET + "mtu", "1300")
                    .set(NET + "dns", "192.0.2.53,2001:db8::53"));
    assertThat(container.output())
        .contains("inet 10.77.0.9/24", "inet6 fd77::9/64", "mtu 1300")
        .contains("default via 10.77.0.1", "default via fd77::1")
        .contains("nameserver 192.0.2.53\nnameserver 2001:db8::53\n");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void addressesAndPortsAreToldInStateAndList(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        veth(
            lab,
            config ->
                config
                    .sleeping()
                    .set(NET + "ipv6", "true")
                    .set(NET + "publish", "8080:80,127.0.0.1:5300-5302:53-55/udp"));
    container.launch();
    var told = container.state().get("annotations");
    String addresses = told.get("io.jrunc.net.addresses").asText();
    assertThat(addresses).matches("172\\.22\\.0\\.2,fd[0-9a-f:]+::2");
    assertThat(told.get("io.jrunc.net.ports").asText())
        .isEqualTo("0.0.0.0:8080->80/tcp,127.0.0.1:5300-5302->53-55/udp");
    String table = lab.host().runtime().command("list").execute().succeeds().stdout();
    assertThat(table.lines().findFirst().orElseThrow()).endsWith("OWNER       ADDRESS");
    assertThat(table).contains(addresses + "\n");
    container.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void namesAreFoundInFilesOfTheContainersOwn(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        veth(
            lab,
            config ->
                config
                    .set("/hostname", "webby")
                    .set("/root/readonly", true)
                    .sh(
                        "cat /etc/hosts /etc/hostname; echo more >>/etc/hosts; tail -n 1 /etc/hosts"));
    assertThat(container.output())
        .contains("127.0.0.1\tlocalhost\n", "172.22.0.2\twebby\n", "\nwebby\n", "more\n");
    Container own =
        veth(
            lab,
            config ->
                config.mount("/etc/hosts", "bind", "/etc/hostname", "bind").sh("cat /etc/hosts"));
    assertThat(own.output()).isEqualTo(HostFiles.read(Path.of("/etc/hostname")));
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void anAddressIsNotGivenAgainAtOnce(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container keeper = veth(lab, Config::sleeping).launch();
    Container first = veth(lab, Config::sleeping).launch();
    assertThat(address(first)).isEqualTo("172.22.0.3");
    first.delete("--force").succeeds();
    Container second = veth(lab, Config::sleeping).launch();
    assertThat(address(second)).isEqualTo("172.22.0.4");
    keeper.delete("--force").succeeds();
    second.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void theSameSubnetIsTheSameBridgeAndAnotherOneAnother(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container plain = veth(lab, Config::sleeping).launch();
    Container one = veth(lab, c -> c.sleeping().set(NET + "subnet", "10.1.0.0/16")).launch();
    Container two = veth(lab, c -> c.sleeping().set(NET + "subnet", "10.1.0.0/16")).launch();
    assertThat(address(one)).isEqualTo("10.1.0.2");
    assertThat(address(two)).isEqualTo("10.1.0.3");
    assertThat(String.join("\n", lab.picture()))
        .contains("jrunc0", "jrunc1")
        .doesNotContain("jrunc2");
    one.delete("--force").succeeds();
    two.delete("--force").succeeds();
    assertThat(String.join("\n", lab.picture())).contains("jrunc0").doesNotContain("jrunc1");
    plain.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subnet | 198.51.100.0/25 | subnet: 198.51.100.0/25 overlaps the host's address 198.51.100.1",
        "subnet | 10.9.1.0/24 | overlaps the host's route to 10.9.0.0/16",
        "subnet | 172.22.4.0/24 | overlaps the subnet of bridge jrunc0",
        "ip | 172.22.0.2 | ip: 172.22.0.2 is the address of container",
        "publish | 8080:81 | port 8080 of the host leads to container",
        "publish | 7000-7002:7000-7002 | 7001/tcp: a process of the host has this port",
        "publish | 192.0.2.1:80:80 | 192.0.2.1 is no address of this host",
      })
  void whatIsTakenIsRefusedByNameAndNothingIsLeft(
      String annotation, String value, String reason, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "route add 10.9.0.0/16 via 198.51.100.2");
    var listener = lab.host().program("/bin/busybox", "nc", "-l", "-p", "7001").start();
    Await.until("a process with the port", () -> listens(lab, "7001"));
    Container first = veth(lab, c -> c.sleeping().set(NET + "publish", "8080:80")).launch();
    veth(lab, c -> c.sleeping().set(NET + annotation, value))
        .createFailsAndLeavesNothing()
        .failsSaying(NET, reason);
    assertThat(lab.leases()).containsExactly(first.id());
    first.delete("--force").succeeds();
    listener.signal("KILL");
    listener.await();
    NetworkLab.ip(lab.host(), "route del 10.9.0.0/16");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aBridgeOfSomebodyElseIsLeftAlone(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link add jrunc0 type bridge");
    veth(lab, Config::sleeping).createFailsAndLeavesNothing().failsSaying("jrunc0", "not ours");
    NetworkLab.ip(lab.host(), "link set jrunc0 alias 'jrunc /other'");
    veth(lab, Config::sleeping).createFailsAndLeavesNothing().failsSaying("jrunc0", "/other");
    NetworkLab.ip(lab.host(), "link del jrunc0");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void anotherStateRootIsRefusedAndTakesNothingAway(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container first = veth(lab, c -> c.sleeping().set(NET + "publish", "8080:80")).launch();
    List<String> before = lab.picture();
    Container second = veth(lab, Config::sleeping);
    Path root = sandbox.newFolder();
    Outcome refused =
        lab.host()
            .runtime()
            .commandAt(root, "create", "--bundle", second.bundle().folder().toString(), second.id())
            .execute();
    assertThat(refused.fails().stderr()).contains("jrunc0", "--root");
    assertThat(lab.picture()).isEqualTo(before);
    first.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aContainerIsDeletedThoughItsNetworkCanNotBeTakenBackAndTheNextDoesThat(Sandbox sandbox)
      throws IOException {
    NetworkLab lab = sandbox.networkLab();
    Container first = veth(lab, Config::sleeping).launch();
    Sandbox without = lab.host().showing(rulesLibrary().toString(), "no library");
    Outcome deleted = without.container(first.id(), first.bundle()).delete("--force").succeeds();
    assertThat(deleted.stderr()).contains(first.id() + ": network: ", "libnftables");
    assertThat(lab.leases()).isEmpty();
    assertThat(lab.host().program("nft", "list", "tables").execute().stdout()).contains("jrunc");
    Container next = veth(lab, Config::sleeping).launch();
    next.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  private static Path rulesLibrary() throws IOException {
    for (String folder : List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")) {
      Path library = Path.of(folder, "libnftables.so.1");
      if (Files.exists(library)) {
        return library.toRealPath();
      }
    }
    throw new IOException("libnftables.so.1 is not where Debian has it");
  }

  @Test
  void aContainerSharesTheNetworkAndNamesOfAnother(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container first = veth(lab, Config::sleeping).launch();
    Container second =
        veth(
            lab,
            c ->
                c.sh("ip -o address show eth0; cat /etc/hosts")
                    .set(NET + "mode", "container:" + first.id()));
    assertThat(second.output()).contains("inet 172.22.0.2/16", "172.22.0.2\t");
    first.kill("KILL").succeeds();
    first.awaitStatus("stopped");
    veth(lab, c -> c.sleeping().set(NET + "mode", "container:" + first.id()))
        .createFailsAndLeavesNothing()
        .failsSaying(NET + "mode", first.id());
    first.delete().succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aContainerWithAUserNamespaceHasANetwork(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container =
        veth(lab, c -> c.userNamespace(100_000).sh("ip route; ls -ln /etc/hosts"));
    for (String name : List.of("resolv.conf", "hosts", "hostname")) {
      HostFiles.write(container.bundle().rootfs().resolve("etc").resolve(name), "");
    }
    assertThat(container.output())
        .contains("default via 172.22.0.1")
        .matches("(?s).*-rw-r--r-- +1 0 +0 .*");
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void hooksFindTheNetworkReady(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container = veth(lab, Config::sleeping);
    var seen = container.bundle().folder().resolve("seen");
    Config config = container.bundle().config();
    config.add(
        "/hooks/createRuntime",
        Map.of("path", "/bin/sh", "args", List.of("sh", "-c", "(cat; ip -o address) > " + seen)));
    container.bundle().write(config);
    container.create().succeeds();
    assertThat(HostFiles.read(seen)).contains("\"io.jrunc.net.addresses\"", "172.22.0.1/16");
    container.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void whatIsDeletedFromAnotherNetworkNamespaceIsSweptByTheNext(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container = veth(lab, c -> c.sleeping().set(NET + "publish", "8080:80")).launch();
    lab.other().container(container.id(), container.bundle()).delete("--force").succeeds();
    assertThat(lab.leases()).isEmpty();
    Container next = veth(lab, c -> c.sleeping().set(NET + "publish", "8080:80")).launch();
    next.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aDamagedLeaseIsToldAndKeepsNothingFromBeingRemoved(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    Container container = veth(lab, Config::sleeping).launch();
    HostFiles.write(lab.leaseFolder().resolve(container.id()), "nonsense");
    container.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  private static boolean listens(NetworkLab lab, String port) {
    return lab.host().program("ss", "-tln").execute().stdout().contains(":" + port + " ");
  }

  private static String address(Container container) {
    return container.state().get("annotations").get("io.jrunc.net.addresses").asText();
  }

  private static Container veth(NetworkLab lab, Consumer<Config> edits) {
    return lab.host()
        .container(
            config -> {
              config.set(NET + "mode", "veth");
              edits.accept(config);
            });
  }
}
