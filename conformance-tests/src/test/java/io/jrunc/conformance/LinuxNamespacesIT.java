package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** config-linux.md#namespaces, and the hostname and domain name that need one. */
@Conformance
class LinuxNamespacesIT {

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
  @ValueSource(strings = {"kernel.msgmax", "net.ipv4.ip_unprivileged_port_start"})
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
