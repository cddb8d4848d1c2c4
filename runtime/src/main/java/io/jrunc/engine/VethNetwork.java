package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.lease.Lease;
import io.jrunc.lease.LeasedBridge;
import io.jrunc.lease.Leases;
import io.jrunc.link.Links;
import io.jrunc.link.UdpFlows;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Subnet;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Networks of pairs of devices: one end is the container's, the other is on a bridge of the host,
 * which passes on and translates. The leases say what there should be; whoever changes them makes
 * the host so, and with it whatever somebody who was killed has left undone.
 */
final class VethNetwork {
  /** How long others may be at work on the host's network: thirty of them take three seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The same for one that only takes back: what it leaves the next one finds. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(10);

  private static final String INSIDE = "eth0";

  private final Kernel kernel;
  private final Path networks;
  private final Warnings warnings;
  private final ProcessTable processes = new ProcessTable();

  /**
   * Nothing happens yet.
   *
   * @param networks the folder with a folder of leases for each network namespace of the host
   * @param warnings is told what is switched on
   */
  VethNetwork(Kernel kernel, Path networks, Warnings warnings) {
    this.kernel = kernel;
    this.networks = networks;
    this.warnings = warnings;
  }

  /**
   * Gives a container its network.
   *
   * @param init whose network namespace is the container's own, with nothing but loopback in it
   * @param rollback takes it back
   * @return the container's addresses, the one of IPv4 first
   */
  List<IpAddress> attach(
      NetworkRequest request, String id, PidFd init, ProcessIdentity identity, Rollback rollback) {
    try (Fd inside = kernel.files().open("/proc/" + init.pid() + "/ns/net", OpenFlag.O_RDONLY);
        Links links = Links.here(kernel);
        Links theirs = Links.in(kernel, inside)) {
      HostNetwork.checkOthers(links, root()); // before there is anything to be taken back
      return attach(request, id, identity, inside, links, theirs, rollback);
    }
  }

  private List<IpAddress> attach(
      NetworkRequest request,
      String id,
      ProcessIdentity identity,
      Fd inside,
      Links links,
      Links theirs,
      Rollback rollback) {
    try (Leases leases = Leases.take(kernel.files(), networks, own(), PATIENCE)) {
      rollback.push(() -> takeBack(own(), id, true));
      HostNetwork host = host(links, leases);
      List<Lease> living = host.clean();
      Lease lease = new LeaseMaker(kernel, links, leases).make(request, id, identity, living);
      living.add(lease);
      LeasedBridge bridge = host.bridge(lease.bridge());
      host.makeBridge(bridge);
      links.addVeth(lease.link(), lease.bridge(), INSIDE, inside, host.mtu(request.mtu()));
      links.setUp(lease.link());
      boolean v6 = lease.addresses().size() > 1;
      String parameter = "ipv6/conf/" + INSIDE + (v6 ? "/accept_ra" : "/disable_ipv6");
      Sysctls.writeIn(kernel, inside, parameter, v6 ? "0" : "1");
      setUp(theirs, lease, bridge);
      host.settle(living);
      new UdpFlows(kernel).forget(lease.publications(), lease.addresses(), links.addresses());
      return lease.addresses();
    }
  }

  private static void setUp(Links theirs, Lease lease, LeasedBridge bridge) {
    for (IpAddress address : lease.addresses()) {
      theirs.addAddress(INSIDE, address, subnet(bridge, address).prefix());
    }
    theirs.setUp(INSIDE);
    for (IpAddress address : lease.addresses()) {
      theirs.addDefaultRoute(subnet(bridge, address).gateway());
    }
  }

  private static Subnet subnet(LeasedBridge bridge, IpAddress address) {
    return address.isV6() ? bridge.v6().orElseThrow() : bridge.v4();
  }

  /** Takes back what a container had, whether its processes live or not. */
  void release(String id) {
    String here = own();
    boolean isHere = hasLease(here, id) && takeBack(here, id, true);
    if (!isHere && !releaseElsewhere(id, here)) {
      sweep(); // who has removed its lease may not have got any further
    }
  }

  /** Takes back what containers had whose processes have ended. */
  void sweep() {
    takeBack(own(), "", true);
  }

  private boolean hasLease(String namespace, String id) {
    return networks.resolve(namespace).resolve(id).toFile().exists();
  }

  /**
   * Removes the lease of a container.
   *
   * @param id empty for nobody's
   * @param isHere whether the leases are of this very network namespace, in which devices and rules
   *     can be changed
   * @return whether there was one
   */
  private boolean takeBack(String namespace, String id, boolean isHere) {
    Optional<Leases> taken =
        Leases.takeExisting(kernel.files(), networks, namespace, SHORT_PATIENCE);
    if (taken.isEmpty()) {
      return false;
    }
    try (Leases leases = taken.get()) {
      boolean found = leases.containers().contains(id);
      if (!isHere && !found) {
        return false;
      }
      Optional<Lease> lease = found ? leases.find(id) : Optional.empty();
      for (String problem : leases.problems()) { // of this one, which goes, so of no matter later
        warnings.tell("network: " + problem);
      }
      if (found) {
        leases.remove(id);
      }
      if (isHere) {
        settle(leases, lease);
      } else if (leases.containers().isEmpty() && !isThere(namespace)) {
        leases.removeAll();
      }
      return found;
    }
  }

  private void settle(Leases leases, Optional<Lease> removed) {
    try (Links links = Links.here(kernel)) {
      HostNetwork host = host(links, leases);
      host.settle(host.clean());
      if (removed.isPresent()) {
        Lease lease = removed.get();
        new UdpFlows(kernel).forget(lease.publications(), lease.addresses(), links.addresses());
      }
    }
  }

  /** What is left there is put in order by the next that comes from there. */
  private boolean releaseElsewhere(String id, String here) {
    String[] children = networks.toFile().list();
    for (String child : children == null ? new String[0] : children) {
      if (isNumber(child)
          && !child.equals(here)
          && hasLease(child, id)
          && takeBack(child, id, false)) {
        return true;
      }
    }
    return false;
  }

  /** Other folders are not for leases. */
  private static boolean isNumber(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether somebody is in the network namespace of these leases, or keeps it by a mount. */
  private boolean isThere(String number) {
    String namespace = "net:[" + number + "]";
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        if (line.contains(namespace)) {
          return true;
        }
      }
    } catch (IOException e) {
      return true; // nobody knows
    }
    String[] names = new java.io.File("/proc").list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0)) && namespace.equals(namespaceOf(name))) {
        return true;
      }
    }
    return false;
  }

  /** {@code net:[4026531833]}; empty for a process that has ended. */
  private static String namespaceOf(String process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/net")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** The name of the folder of this network namespace's leases: its inode. */
  private String own() {
    String namespace = namespaceOf("self");
    int begin = namespace.indexOf('[');
    if (begin < 0 || !namespace.endsWith("]")) {
      throw new OperationException("readlink", "/proc/self/ns/net", "\"" + namespace + "\"");
    }
    return namespace.substring(begin + 1, namespace.length() - 1);
  }

  private HostNetwork host(Links links, Leases leases) {
    return new HostNetwork(kernel, links, leases, root(), processes, warnings);
  }

  private Path root() {
    return Objects.requireNonNull(networks.getParent(), "leases are below the state root");
  }
}
