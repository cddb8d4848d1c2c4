package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** config-linux.md#network-devices: devices of the test's own host move into containers. */
@Conformance
@Requires(Need.NETWORK_TOOLS)
class NetDevicesIT {
  private static final String FAILING_HOOK = "/hooks/createRuntime";

  /** Of net0, in the words of {@code ip}: every kind of address that there is. */
  private static final String[] ADDRESSES = {
    "address add 192.0.2.1/24 broadcast 192.0.2.255 dev net0 label net0:web metric 77",
    "address add 192.0.2.9 peer 192.0.2.10/32 dev net0",
    "address add 2001:db8:7::1/64 dev net0 nodad",
    "address add 169.254.7.7/16 dev net0 scope link",
    "address add 192.0.2.77/24 dev net0 valid_lft 3000 preferred_lft 2000",
    "address add 2001:db8:7::77/64 dev net0 nodad valid_lft 3000 preferred_lft 2000",
  };

  /** Pairs of a name outside and one inside; empty keeps the name. */
  private static Config devices(Config config, String... pairs) {
    Map<String, Object> devices = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      devices.put(pairs[i], pairs[i + 1].isEmpty() ? Map.of() : Map.of("name", pairs[i + 1]));
    }
    return config.sleeping().set("/linux/netDevices", devices);
  }

  private static Config failing(Config config) {
    return config.add(FAILING_HOOK, Map.of("path", "/bin/false"));
  }

  private static List<String> names(Sandbox machine) {
    return ip(machine, "-br", "link").lines().map(line -> line.split("[ @]", 2)[0]).toList();
  }

  private static String ip(Sandbox machine, String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "ip";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return machine.program(line).execute().succeeds().stdout();
  }

  @AlsoOnV2
  @ParameterizedTest
  @ValueSource(strings = {"veth", "dummy"})
  @SpecRule("config-linux.md#network-devices: those that are listed must be made available")
  void aDeviceMovesIntoTheContainerAndIsUp(String kind, Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    assumeTrue(has(kind, lab.host()), "this kernel has no devices of the kind " + kind);
    NetworkLab.ip(lab.host(), "link add net0 mtu 1400 address 02:00:00:00:00:07 type " + kind);
    Container container = lab.host().container(config -> devices(config, "net0", "")).launch();
    assertThat(names(lab.host())).contains("up0").doesNotContain("net0");
    assertThat(names(lab.inside(container))).containsExactly("lo", "net0");
    assertThat(ip(lab.inside(container), "link", "show", "net0"))
        .contains("UP", "mtu 1400", "02:00:00:00:00:07");
    assertThat(container.exec("cat", "/sys/class/net/net0/mtu").stdout()).isEqualTo("1400\n");
  }

  private static boolean has(String kind, Sandbox machine) {
    return machine.program("ip", "link", "add", "try0", "type", kind).execute().exitCode() == 0
        && machine.program("ip", "link", "del", "try0").execute().exitCode() == 0;
  }

  @Test
  @SpecRule("config-linux.md#network-devices: a name is the name inside")
  void aDeviceGetsANewName(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add net0 type veth peer name net0p",
        "link add net1 type veth peer name net1p");
    Container container =
        lab.host()
            .container(config -> devices(config, "net0", "net1", "net1", "up0")) // a name of home
            .launch();
    assertThat(names(lab.host())).contains("up0").doesNotContain("net0", "net1");
    assertThat(names(lab.inside(container))).containsExactlyInAnyOrder("lo", "net1", "up0");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: %d at the end lets the kernel choose a number")
  void aNameMayBeATemplate(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add net0 type veth peer name net0p",
        "link add net1 type veth peer name net1p",
        "link add net2 type veth peer name net2p");
    Container first = lab.host().container(config -> devices(config, "net0", "eth%d")).launch();
    assertThat(names(lab.inside(first))).containsExactly("lo", "eth0");
    Container second =
        lab.host()
            .container(config -> devices(joining(first, config), "net1", "eth%d", "net2", "eth%d"))
            .launch();
    assertThat(names(lab.inside(second))).containsExactlyInAnyOrder("lo", "eth0", "eth1", "eth2");
  }

  private static Config joining(Container other, Config config) {
    return config
        .withoutNamespace("network")
        .namespaceAt("network", "/proc/" + other.pid() + "/ns/net");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: a name that is taken in the container is an error")
  void aTakenNameIsAnErrorAndTheDeviceStaysAtHome(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add net0 type veth peer name net0p",
        "link add net1 type veth peer name net1p",
        "link set net1 up",
        "address add 192.0.2.1/24 dev net1");
    Container first = lab.host().container(config -> devices(config, "net0", "")).launch();
    List<String> before = lab.picture();
    lab.host()
        .container(config -> devices(joining(first, config), "net1", "net0"))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/net1: the container has a network device net0 already");
    assertThat(lab.picture()).isEqualTo(before);
    assertThat(names(lab.inside(first))).containsExactly("lo", "net0");
    NetworkLab.ip(lab.host(), "link del net1");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: permanent addresses of global scope are preserved")
  void permanentGlobalAddressesAreKeptAndNoOthers(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link add net0 type veth peer name net0p", "link set net0 up");
    NetworkLab.ip(lab.host(), ADDRESSES);
    Container container = lab.host().container(config -> devices(config, "net0", "eth0")).launch();
    String addresses = ip(lab.inside(container), "address", "show", "dev", "eth0");
    assertThat(addresses)
        .contains(
            "inet 192.0.2.1/24 metric 77 brd 192.0.2.255 scope global eth0:web",
            "inet 192.0.2.9 peer 192.0.2.10/32 scope global eth0",
            "inet6 2001:db8:7::1/64 scope global");
    assertThat(addresses).doesNotContain("tentative", "169.254", "192.0.2.77", "2001:db8:7::77");
    assertThat(container.exec("ip", "route").stdout()).contains("192.0.2.0/24 dev eth0");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: up, to send and receive through it")
  void packetsGoThroughADeviceThatHasMoved(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add net0 type veth peer name net1",
        "address add 192.0.2.1/24 dev net0",
        "address add 2001:db8:7::1/64 dev net0 nodad",
        "link set net1 up",
        "address add 192.0.2.2/24 dev net1",
        "address add 2001:db8:7::2/64 dev net1 nodad");
    Container container = lab.host().container(config -> devices(config, "net0", "eth0")).launch();
    for (String address : List.of("192.0.2.1", "2001:db8:7::1")) {
      lab.host().program("/bin/busybox", "ping", "-c1", "-W5", address).execute().succeeds();
    }
    container.exec("ping", "-c1", "-W5", "192.0.2.2").succeeds();
  }

  @Test
  @SpecRule("config-linux.md#network-devices: it must not be moved out before deletion")
  void aDeviceStaysInANamespaceThatOutlivesItsContainer(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link add net0 type veth peer name net0p");
    Container holder = lab.host().container(Config::sleeping).launch();
    Container container =
        lab.host().container(config -> devices(joining(holder, config), "net0", "eth0")).launch();
    container.delete("--force").succeeds();
    assertThat(names(lab.inside(holder))).containsExactly("lo", "eth0");
    assertThat(names(lab.host())).doesNotContain("net0", "eth0");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: with a user namespace as well")
  void aDeviceMovesIntoAContainerWithItsOwnUsers(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(), "link add net0 type veth peer name net0p", "address add 192.0.2.1/24 dev net0");
    Container container =
        lab.host()
            .container(config -> devices(config.userNamespace(100_000), "net0", "eth0"))
            .launch();
    assertThat(container.exec("ip", "address", "show", "eth0").stdout())
        .contains("UP", "192.0.2.1/24");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: the runtime must check that it is possible")
  void aFailedCreateBringsDevicesBackAsTheyWere(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add br0 type bridge",
        "link add down0 mtu 1300 type veth peer name down0p",
        "link add port0 type veth peer name port0p",
        "link set port0 master br0 alias the.port",
        "link set port0 up",
        "link add net0 mtu 1400 address 02:00:00:00:00:07 type veth peer name net0p",
        "link set net0 up alias whose",
        "link set net0p up");
    NetworkLab.ip(lab.host(), ADDRESSES);
    NetworkLab.ip(
        lab.host(),
        "route add 198.18.0.0/16 via 192.0.2.3 metric 9",
        "route add 198.19.0.0/16 dev net0 table 77",
        "route add 2001:db8:9::/48 via 2001:db8:7::3");
    List<String> before = lab.picture();
    String indexes = ip(lab.host(), "-br", "-o", "link").replaceAll("(?m) .*", "");
    lab.host()
        .container(
            config -> failing(devices(config, "net0", "eth%d", "port0", "net0", "down0", "")))
        .createFailsAndLeavesNothing()
        .failsSaying("/hooks/createRuntime");
    assertThat(lab.picture()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(ip(lab.host(), "-br", "-o", "link").replaceAll("(?m) .*", "")).isEqualTo(indexes);
    assertThat(ip(lab.host(), "address", "show", "dev", "net0"))
        .contains("net0:web", "metric 77", "169.254.7.7/16", "192.0.2.77/24", "2001:db8:7::77/64");
    assertThat(ip(lab.host(), "link", "show", "port0")).contains("master br0", "the.port", "UP");
    NetworkLab.ip(lab.host(), "link del br0", "link del down0", "link del port0", "link del net0");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: the runtime must check that it is possible")
  void aDeviceThatIsMissingIsAnErrorAndTheOthersStay(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link add net0 type veth peer name net0p");
    List<String> before = lab.picture();
    lab.host()
        .container(config -> devices(config, "net0", "", "net1", ""))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/net1: the host has no such network device");
    assertThat(lab.picture()).isEqualTo(before);
    NetworkLab.ip(lab.host(), "link del net0");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: the runtime must check that it is possible")
  void aDeviceThatCannotMoveIsAnErrorInTheKernelsWords(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(
        lab.host(),
        "link add net0 type veth peer name net0p",
        "link set net0 up",
        "link add net1 type bridge");
    List<String> before = lab.picture();
    lab.host()
        .container(config -> devices(config, "net0", "", "net1", ""))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/net1: RTM_NEWLINK net1 as net1", "(EINVAL)");
    lab.host()
        .container(config -> devices(config, "lo", "lo1"))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/lo: ", "(EINVAL)");
    lab.host()
        .container(config -> devices(config, "lo", ""))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/lo: the container has a network device lo already");
    assertThat(lab.picture()).isEqualTo(before);
    NetworkLab.ip(lab.host(), "link del net0", "link del net1");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: into the container namespace, not the host's own")
  void aDeviceNeedsANamespaceToMoveTo(Sandbox sandbox) {
    sandbox
        .container(
            config -> devices(config, "net0", "").withoutNamespace("network").withoutMount("/sys"))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices: needs a network namespace");
    sandbox
        .container(
            config ->
                devices(config, "net0", "")
                    .withoutNamespace("network")
                    .withoutMount("/sys")
                    .namespaceAt("network", "/proc/self/ns/net"))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices: the network namespace to join is the one of the host");
  }

  @Test
  @SpecRule("config-linux.md#network-devices: the runtime must check that it is possible")
  void anOrdinaryUserHasNoDevicesToGive(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    lab.host()
        .asUser()
        .container(config -> devices(config, "up0", ""))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices: an ordinary user cannot move network devices of the host");
    assertThat(names(lab.host())).contains("up0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "%d0", "sixteenletters16"})
  @SpecRule("config-linux.md#network-devices: a name that no device can have")
  void aNameThatNoDeviceCanHaveIsRefused(String name, Sandbox sandbox) {
    sandbox
        .container(config -> config.set("/linux/netDevices", Map.of("net0", Map.of("name", name))))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/net0/name: ");
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("config-linux.md#network-devices: a name that is taken in the container is an error")
  void aDeviceMayJoinTheOneThatTheRuntimeMakes(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    NetworkLab.ip(lab.host(), "link add net0 type veth peer name net0p");
    List<String> before = lab.picture();
    lab.host()
        .container(config -> devices(withVeth(config), "net0", "eth0"))
        .createFailsAndLeavesNothing()
        .failsSaying("/linux/netDevices/net0: the container has a network device eth0 already");
    assertThat(lab.picture()).isEqualTo(before);
    Container both =
        lab.host().container(config -> devices(withVeth(config), "net0", "eth%d")).launch();
    assertThat(names(lab.inside(both))).containsExactlyInAnyOrder("lo", "eth0", "eth1");
  }

  private static Config withVeth(Config config) {
    return config.set("/annotations", Map.of("io.jrunc.net.mode", "veth"));
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("none: what a configuration leads to can be seen before")
  void thePlanShowsTheMoves(Sandbox sandbox) {
    Container container = sandbox.container(config -> devices(config, "net0", "eth%d"));
    assertThat(container.making("plan").execute().succeeds().stdout())
        .contains("network device net0", "becomes eth%d", "[/linux/netDevices/net0]");
    assertThat(Host.networkDevices()).doesNotContain("net0");
  }
}
