package io.jrunc.conformance.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines of a test's own: network namespaces that are joined by cables (veth), far from the
 * machine's own network. On "the host" the runtime under test makes containers; "the other" is a
 * machine next to it and its gateway to everywhere; "the third", on request, is on another cable.
 *
 * <pre>
 *   other            host                                   third
 *   198.51.100.2 --- 198.51.100.1, .3    203.0.113.1 --- 203.0.113.2
 *   2001:db8:1::2    2001:db8:1::1
 *   eth0             up0                 up1                eth0
 * </pre>
 *
 * <p>A namespace lives as long as a process in it, which waits for the end of an input that ends
 * with the suite, however that ends. When the test ends, the host must be as it was.
 */
public final class NetworkLab {
  public static final String HOST = "198.51.100.1";

  /** A second address of the host, on the same cable. */
  public static final String HOST_TOO = "198.51.100.3";

  public static final String OTHER = "198.51.100.2";
  public static final String HOST_V6 = "2001:db8:1::1";
  public static final String OTHER_V6 = "2001:db8:1::2";

  /** The host's address on the third's cable. */
  public static final String HOST_FOR_THIRD = "203.0.113.1";

  public static final String THIRD = "203.0.113.2";

  /** For the devices of a namespace that has ended, which the kernel removes later. */
  private static final Duration TO_GO = Slowness.scale(Duration.ofSeconds(5));

  private static final Path RULES = Path.of("/proc/sys/net");

  /** What a runtime may change of a host; without what the kernel adds to it after a while. */
  private static final String PICTURE =
      "ip -o link | sed 's/^[0-9]*: //; s/\\\\.*//; s/NO-CARRIER,//; s/,LOWER_UP//; s/ state [A-Z]*//';"
          + " ip -br address | sed 's/ [A-Z]\\+ / /; s/fe80[^ ]*//g; s/  */ /g; s/ *$//';"
          + " ip route show table all | grep -v -e fe80 -e ff00;"
          + " ip -6 route show table all | grep -v -e fe80 -e ff00 -e ^multicast;"
          + " nft list ruleset;"
          + " grep -s . ipv4/ip_forward ipv[46]/conf/*/*forwarding"
          + " ipv4/conf/*/route_localnet ipv6/conf/*/accept_ra;"
          + " true";

  private final Sandbox sandbox;
  private final RunningCommand host;
  private final RunningCommand other;
  private final List<RunningCommand> holders = new ArrayList<>();
  private final List<String> before;

  private NetworkLab(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.host = hold();
    this.other = hold();
    awaitHeld(host);
    awaitHeld(other);
    ip(
        host(),
        "link add up0 type veth peer name eth0 netns " + other.pid(),
        "link set lo up",
        "link set up0 up",
        "address add " + HOST + "/24 dev up0",
        "address add " + HOST_TOO + "/24 dev up0",
        "address add " + HOST_V6 + "/64 dev up0 nodad",
        "route add default via " + OTHER,
        "route add default via " + OTHER_V6);
    ip(
        other(),
        "link set lo up",
        "link set eth0 up",
        "address add " + OTHER + "/24 dev eth0",
        "address add " + OTHER_V6 + "/64 dev eth0 nodad");
    this.before = picture();
  }

  /** Makes the host and the other; {@link #end} is the caller's to call. */
  static NetworkLab open(Sandbox sandbox) {
    return new NetworkLab(sandbox);
  }

  /** The sandbox on the host: its containers, its programs, as root or {@link Sandbox#asUser}. */
  public Sandbox host() {
    return inNamespaceOf(host.pid());
  }

  public Sandbox other() {
    return inNamespaceOf(other.pid());
  }

  /** Programs of this machine in the network of a container, which is running. */
  public Sandbox inside(Container container) {
    return inNamespaceOf(container.pid());
  }

  /**
   * A machine that shares nothing with the other but the host. Both send to each other by way of
   * the host. To be asked for before the first container.
   */
  public Sandbox third() {
    RunningCommand holder = hold();
    awaitHeld(holder);
    ip(
        host(),
        "link add up1 type veth peer name eth0 netns " + holder.pid(),
        "link set up1 up",
        "address add " + HOST_FOR_THIRD + "/24 dev up1");
    ip(
        inNamespaceOf(holder.pid()),
        "link set lo up",
        "link set eth0 up",
        "address add " + THIRD + "/24 dev eth0",
        "route add default via " + HOST_FOR_THIRD);
    ip(other(), "route add 203.0.113.0/24 via " + HOST);
    before.clear();
    before.addAll(picture());
    return inNamespaceOf(holder.pid());
  }

  /** Changes of links, addresses and routes, a line each in the words of {@code ip}. */
  public static void ip(Sandbox machine, String... lines) {
    machine
        .program("ip", "-batch", "-")
        .stdin(String.join("\n", lines) + "\n")
        .execute()
        .succeeds();
  }

  /** The host's links, addresses, routes, rules and forwarding at this moment, a line each. */
  public List<String> picture() {
    Outcome shown = host().program("sh", "-c", PICTURE).in(RULES).execute().succeeds();
    return new ArrayList<>(shown.stdout().lines().toList());
  }

  /** The containers that have addresses on this host, as jrunc notes it below its state folder. */
  public List<String> leases() {
    return notes().stream().filter(name -> !name.startsWith("=")).toList();
  }

  /** Where jrunc notes them; other labs have other folders beside it. */
  public Path leaseFolder() {
    return host().runtime().root().resolve("=networks").resolve(namespaceNumber());
  }

  private List<String> notes() {
    return HostFiles.names(leaseFolder());
  }

  /** What is other on the host than in the beginning, a line each. */
  public List<String> changes() {
    List<String> changes = new ArrayList<>(strays());
    List<String> now = picture();
    now.stream().filter(l -> !before.contains(l)).forEach(l -> changes.add("more: " + l));
    before.stream().filter(l -> !now.contains(l)).forEach(l -> changes.add("less: " + l));
    notes().forEach(name -> changes.add("more: =networks/.../" + name));
    return changes;
  }

  /** Removes all of it; returns {@link #changes}, which are leftovers now. */
  List<String> end() {
    List<String> left = new ArrayList<>(sandbox.engines().endIn(entry(host.pid())));
    Await.holdsWithin(TO_GO, () -> changes().isEmpty());
    left.addAll(changes());
    holders.forEach(RunningCommand::endOfInput);
    holders.forEach(RunningCommand::await);
    return left;
  }

  /** Processes on the host that are none of ours. */
  private List<String> strays() {
    List<String> strays = new ArrayList<>();
    String namespace = Host.namespace(host.pid(), "net");
    for (long pid : Host.pids()) {
      if (pid != host.pid() && !sandbox.engines().has(pid) && isIn(namespace, pid)) {
        String line = HostFiles.readIfThere(Path.of("/proc/" + pid + "/cmdline")).orElse("");
        strays.add("process: " + pid + " " + line.replace('\0', ' '));
      }
    }
    return strays;
  }

  private static boolean isIn(String namespace, long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net"))
          .toString()
          .equals(namespace);
    } catch (IOException e) { // it has ended
      return false;
    }
  }

  /** The number that names the host's namespace as long as it lives. */
  private String namespaceNumber() {
    return Host.namespace(host.pid(), "net").replaceAll("\\D", "");
  }

  private RunningCommand hold() {
    RunningCommand holder =
        sandbox
            .program("unshare", "--net", "sh", "-c", "echo held; exec cat")
            .interactive()
            .limit(Duration.ofSeconds(20))
            .start();
    holders.add(holder);
    return holder;
  }

  private static void awaitHeld(RunningCommand holder) {
    Await.until("a namespace of its own", () -> holder.stdout().equals("held\n"));
  }

  private Sandbox inNamespaceOf(long pid) {
    return sandbox.within(entry(pid));
  }

  private static List<String> entry(long pid) {
    return List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "--");
  }

  /** Whether those who are entered this way share all but a network with the suite. */
  static boolean isOutside(List<String> entry) {
    return entry.isEmpty() || (entry.size() == 3 && entry.get(0).equals("nsenter"));
  }
}
