package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** config-linux.md#namespaces, and the hostname and domain name that need one. */
@Conformance
class LinuxNamespacesIT {
  private static final String LOOPBACK = "ip addr show lo | grep -q 'UP.*LOWER_UP' && echo yes";

  @ParameterizedTest(name = "{0}")
  @CsvSource({"pid,pid", "network,net", "mount,mnt", "ipc,ipc", "uts,uts", "cgroup,cgroup"})
  @SpecRule("config-linux.md#namespaces: a listed type without a path is a new namespace")
  void aListedNamespaceIsANewOne(String type, String file, Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().withoutNamespace(type).namespace(type));
    container.launch();
    assertThat(Host.namespace(container.pid(), file)).isNotEqualTo(Host.namespace("self", file));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"pid,pid", "network,net", "ipc,ipc", "uts,uts", "cgroup,cgroup", "user,user"})
  @SpecRule("config-linux.md#namespaces: a type that is not listed must be inherited")
  void anUnlistedNamespaceIsTheCallers(String type, String file, Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> {
              config.sleeping().withoutNamespace(type);
              if (type.equals("network")) {
                // the kernel mounts a sysfs for the owner of the network namespace only
                config.withoutMount("/sys");
              }
            });
    container.launch();
    assertThat(Host.namespace(container.pid(), file)).isEqualTo(Host.namespace("self", file));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"pid,pid", "network,net", "ipc,ipc", "uts,uts", "cgroup,cgroup"})
  @SpecRule("config-linux.md#namespaces: a listed type with a path is that namespace")
  void aNamespaceWithAPathIsJoined(String type, String file, Sandbox sandbox) {
    Container first =
        sandbox.container(config -> config.sleeping().withoutNamespace(type).namespace(type));
    first.launch();
    String path = "/proc/" + first.pid() + "/ns/" + file;
    Container second = sandbox.container(config -> config.sleeping().namespaceAt(type, path));
    second.launch();
    assertThat(Host.namespace(second.pid(), file)).isEqualTo(Host.namespace(first.pid(), file));
  }

  @Test
  @OnlyFor("jrunc") // runc and crun make mounts in it all the same
  @SpecRule("config-linux.md#namespaces: a mount namespace with a path is joined")
  void aMountNamespaceIsJoined(Sandbox sandbox) {
    RunningCommand other = sandbox.program("unshare", "--mount", "sleep", "1000").start();
    try {
      String here = Host.namespace("self", "mnt");
      Await.until("a mount namespace", () -> !Host.namespace(other.pid(), "mnt").equals(here));
      String path = "/proc/" + other.pid() + "/ns/mnt";
      Container container =
          sandbox.container(c -> c.sleeping().namespaceAt("mount", path).set("/mounts", List.of()));
      container.launch();
      assertThat(Host.namespace(container.pid(), "mnt"))
          .isEqualTo(Host.namespace(other.pid(), "mnt"));
    } finally {
      other.signal("KILL");
      other.await();
    }
  }

  @Test
  @SpecRule("config-linux.md#namespaces: any of them may be joined, the others made")
  void allNamespacesOfAnotherAreJoinedAtOnce(Sandbox sandbox) {
    List<String> types = List.of("pid", "network", "ipc", "uts", "cgroup");
    Container first = sandbox.container(c -> c.sleeping().namespace("cgroup")).launch();
    Container second =
        sandbox.container(
            config -> {
              config.sleeping();
              for (String type : types) {
                String file = type.equals("network") ? "net" : type;
                config.namespaceAt(type, "/proc/" + first.pid() + "/ns/" + file);
              }
            });
    second.launch();
    for (String file : List.of("pid", "net", "ipc", "uts", "cgroup")) {
      assertThat(Host.namespace(second.pid(), file)).isEqualTo(Host.namespace(first.pid(), file));
    }
    assertThat(Host.namespace(second.pid(), "mnt"))
        .isNotEqualTo(Host.namespace(first.pid(), "mnt"));
  }

  @Test
  @SpecRule("config-linux.md#offset-for-time-namespace: clocks of the container are shifted")
  void theClocksOfATimeNamespaceAreShifted(Sandbox sandbox) {
    Container container = sandbox.container(LinuxNamespacesIT::inAnotherTime).launch();
    assertThat(Host.read(container.pid(), "timens_offsets").replaceAll(" +", " "))
        .contains("monotonic 100000 5", "boottime 1000000000 0");
    assertThat(Host.namespace(container.pid(), "time"))
        .isNotEqualTo(Host.namespace("self", "time"));
    assertThat(uptime(sandbox, LinuxNamespacesIT::inAnotherTime)).isGreaterThan(1_000_000_000);
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a time namespace with a path is joined")
  void aTimeNamespaceIsJoined(Sandbox sandbox) {
    Container first = sandbox.container(LinuxNamespacesIT::inAnotherTime).launch();
    String path = "/proc/" + first.pid() + "/ns/time";
    Container second = sandbox.container(c -> c.sleeping().namespaceAt("time", path)).launch();
    assertThat(Host.namespace(second.pid(), "time")).isEqualTo(Host.namespace(first.pid(), "time"));
    assertThat(uptime(sandbox, c -> c.namespaceAt("time", path))).isGreaterThan(1_000_000_000);
  }

  @Test
  @SpecRule("config-linux.md#offset-for-time-namespace: offsets are for a new time namespace")
  void offsetsWithoutANewTimeNamespaceAreAnError(Sandbox sandbox) {
    Map<String, Object> offsets = Map.of("monotonic", Map.of("secs", 1));
    refused(sandbox, c -> c.set("/linux/timeOffsets", offsets));
    refused(
        sandbox,
        c -> c.namespaceAt("time", "/proc/self/ns/time").set("/linux/timeOffsets", offsets));
  }

  @Test
  @OnlyFor("jrunc")
  void errorsNameTheEntry(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping).launch();
    String path = "/proc/" + first.pid() + "/ns/uts";
    refuses(
        sandbox,
        c -> c.namespaceAt("network", path),
        "/linux/namespaces/4: ",
        "of the type network");
    refuses(
        sandbox,
        c -> c.namespaceAt("ipc", "/etc/passwd"),
        "/linux/namespaces/4: ",
        "of the type ipc");
    refuses(sandbox, c -> c.namespaceAt("ipc", "/etc"), "/linux/namespaces/4: ", "of the type ipc");
    refuses(
        sandbox, c -> c.namespaceAt("ipc", "/no/file"), "/linux/namespaces/4: ", "no such file");
    refuses(sandbox, c -> c.namespaceAt("ipc", "no/file"), "/linux/namespaces/4/path");
    refuses(sandbox, c -> c.namespace("pid"), "/linux/namespaces/5: pid is listed twice");
    refuses(sandbox, c -> c.namespace("bogus"), "/linux/namespaces/5/type");
    refuses(
        sandbox,
        c -> c.namespace("time").set("/linux/timeOffsets", Map.of("realtime", Map.of("secs", 1))),
        "/linux/timeOffsets/realtime");
  }

  private static void inAnotherTime(Config config) {
    config
        .sleeping()
        .namespace("time")
        .set(
            "/linux/timeOffsets",
            Map.of(
                "monotonic", Map.of("secs", 100_000, "nanosecs", 5),
                "boottime", Map.of("secs", 1_000_000_000)));
  }

  private static long uptime(Sandbox sandbox, Consumer<Config> edits) {
    Container container =
        sandbox.container(
            config -> {
              edits.accept(config);
              config.sh("cut -d. -f1 /proc/uptime");
            });
    return Long.parseLong(container.output().strip());
  }

  private static void refuses(Sandbox sandbox, Consumer<Config> edits, String... texts) {
    sandbox.container(edits).createFailsAndLeavesNothing().failsSaying(texts);
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a container in another's pid namespace sees its processes")
  void aContainerInAnothersPidNamespaceSeesItsProcesses(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping).launch();
    Container second =
        sandbox.container(
            config ->
                config
                    .sh("cat /proc/1/cmdline | tr '\\0' ' '")
                    .namespaceAt("pid", "/proc/" + first.pid() + "/ns/pid"));
    assertThat(second.output()).isEqualTo("sleep 1000 ");
    assertThat(first.status()).isEqualTo("running");
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a path that is not of the given type must be an error")
  void aPathOfAnotherTypeIsAnError(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping).launch();
    refused(sandbox, c -> c.namespaceAt("network", "/proc/" + first.pid() + "/ns/uts"));
    refused(sandbox, c -> c.namespaceAt("ipc", "/etc/passwd"));
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a path must be absolute and must be there")
  void aPathThatIsRelativeOrMissingIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.namespaceAt("network", "proc/self/ns/net"));
    refused(sandbox, c -> c.namespaceAt("network", "/proc/self/ns/bogus"));
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a type listed twice must be an error")
  void aTypeListedTwiceIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.namespace("uts"));
    Container first = sandbox.container(Config::sleeping).launch();
    String path = "/proc/" + first.pid() + "/ns/uts";
    refused(sandbox, c -> c.add("/linux/namespaces", Map.of("type", "uts", "path", path)));
  }

  @Test
  @SpecRule("config-linux.md#namespaces: an unknown type must be an error")
  void anUnknownTypeIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.namespace("bogus"));
  }

  @Test
  @SpecRule("config-linux.md#network: a new network namespace has the loopback device")
  void theLoopbackDeviceOfANewNetworkNamespaceIsUp(Sandbox sandbox) {
    assertThat(sandbox.container(c -> c.args("ip", "addr", "show", "lo")).output())
        .contains("UP")
        .contains("127.0.0.1/8");
  }

  @Test
  @SpecRule("config-linux.md#network: a new network namespace has the loopback device")
  void itIsUpForOtherUsersAndForOtherProcessesAsWell(Sandbox sandbox) {
    Container container = sandbox.container(c -> c.userNamespace(100_000).sleeping()).launch();
    assertThat(container.execSh(List.of(), LOOPBACK)).isEqualTo("yes\n");
    assertThat(sandbox.asUser().container(c -> c.sh(LOOPBACK)).output()).isEqualTo("yes\n");
    assertThat(
            sandbox
                .container(
                    c ->
                        c.withoutNamespace("network")
                            .namespaceAt("network", "/proc/" + container.pid() + "/ns/net")
                            .withoutMount("/sys")
                            .sh(LOOPBACK))
                .output())
        .isEqualTo("yes\n");
  }

  @Test
  @SpecRule("config-linux.md#namespaces: a new network namespace has none of the host's devices")
  void aNewNetworkNamespaceHasNoneOfTheHostsAddresses(Sandbox sandbox) {
    assertThat(sandbox.container(c -> c.sh("ip -o addr show | grep -v ' lo '; true")).output())
        .isEmpty();
  }

  @Test
  @SpecRule("config.md#hostname: the host name as processes in the container see it")
  void theHostNameIsAsGivenInTheContainerOnly(Sandbox sandbox) {
    String before = HostFiles.read("/proc/sys/kernel/hostname");
    assertThat(sandbox.container(c -> c.args("hostname").set("/hostname", "box-1.x")).output())
        .isEqualTo("box-1.x\n");
    assertThat(HostFiles.read("/proc/sys/kernel/hostname")).isEqualTo(before);
  }

  @Test
  @SpecRule("config.md#hostname: it needs a uts namespace of the container's own")
  void aHostNameWithoutAUtsNamespaceIsAnError(Sandbox sandbox) {
    String before = HostFiles.read("/proc/sys/kernel/hostname");
    refused(sandbox, c -> c.withoutNamespace("uts").set("/hostname", "box"));
    assertThat(HostFiles.read("/proc/sys/kernel/hostname")).isEqualTo(before);
  }

  @Test
  @SpecRule("config.md#domainname: the domain name as processes in the container see it")
  void theDomainNameIsAsGivenInTheContainerOnly(Sandbox sandbox) {
    String before = HostFiles.read("/proc/sys/kernel/domainname");
    assertThat(
            sandbox
                .container(
                    c ->
                        c.args("cat", "/proc/sys/kernel/domainname")
                            .set("/ociVersion", "1.1.0")
                            .set("/domainname", "example.org"))
                .output())
        .isEqualTo("example.org\n");
    assertThat(HostFiles.read("/proc/sys/kernel/domainname")).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"kernel.msgmax", "kernel.domainname", "net.ipv4.ip_unprivileged_port_start"})
  @SpecRule("config-linux.md#sysctl: parameters set for the container")
  void aSysctlIsSetInTheContainerOnly(String name, Sandbox sandbox) {
    String file = "/proc/sys/" + name.replace('.', '/');
    String before = HostFiles.read(file);
    assertThat(
            sandbox
                .container(c -> c.args("cat", file).set("/linux/sysctl", Map.of(name, "777")))
                .output())
        .isEqualTo("777\n");
    assertThat(HostFiles.read(file)).isEqualTo(before);
  }

  @Test
  @SpecRule(
      "config-linux.md#sysctl: a parameter of the whole machine is not the container's to set")
  void aSysctlOfTheHostIsAnError(Sandbox sandbox) {
    String before = HostFiles.read("/proc/sys/vm/swappiness");
    refused(sandbox, c -> c.set("/linux/sysctl", Map.of("vm.swappiness", "11")));
    assertThat(HostFiles.read("/proc/sys/vm/swappiness")).isEqualTo(before);
  }

  @Test
  @SpecRule("config-linux.md#sysctl: a parameter of an inherited namespace is not the container's")
  void aSysctlOfAnInheritedNamespaceIsAnError(Sandbox sandbox) {
    String file = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    String before = HostFiles.read(file);
    refused(
        sandbox,
        c ->
            c.withoutNamespace("network")
                .withoutMount("/sys")
                .set(
                    "/linux/sysctl",
                    Map.of("net.ipv4.ip_unprivileged_port_start", before.strip())));
    assertThat(HostFiles.read(file)).isEqualTo(before);
  }

  @Test
  @SpecRule("config-linux.md#sysctl: a value that cannot be set must be an error")
  void aSysctlThatDoesNotExistIsAnError(Sandbox sandbox) {
    refused(sandbox, c -> c.set("/linux/sysctl", Map.of("net.ipv4.bogus", "1")));
  }

  @AlsoOnV2
  @Test
  @Requires(Need.CGROUP_NAMESPACES)
  @SpecRule(
      "config-linux.md#namespaces: in a new cgroup namespace the container's group is the root")
  void theContainersGroupIsTheRootOfItsCgroupNamespace(Sandbox sandbox) {
    String groups =
        sandbox.container(c -> c.args("cat", "/proc/self/cgroup").namespace("cgroup")).output();
    assertThat(groups.lines().filter(line -> !line.endsWith(":/"))).isEmpty();
  }

  private static void refused(Sandbox sandbox, Consumer<Config> edits) {
    sandbox.container(edits).createFailsAndLeavesNothing();
  }
}
