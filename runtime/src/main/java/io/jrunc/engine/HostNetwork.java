package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.firewall.BridgedNetwork;
import io.jrunc.firewall.Firewall;
import io.jrunc.firewall.PortForward;
import io.jrunc.firewall.Ruleset;
import io.jrunc.lease.Lease;
import io.jrunc.lease.LeasedBridge;
import io.jrunc.lease.Leases;
import io.jrunc.link.Link;
import io.jrunc.link.LinkAddress;
import io.jrunc.link.LinkRoute;
import io.jrunc.link.Links;
import io.jrunc.link.SettingChange;
import io.jrunc.linux.Kernel;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The host's devices, parameters and rules, made to be what the leases say. */
final class HostNetwork {
  /** What the name of a bridge begins with. */
  static final String BRIDGE = "jrunc";

  /** What the name of the host's end of a container's pair begins with. */
  static final String PORT = "jrv";

  /** The name of a bridge until it bears ours. */
  private static final String UNFINISHED = "jrunc-new";

  private static final String ALIAS = "jrunc ";
  private static final int LONGEST_ALIAS = 255;
  private static final int USUAL_MTU = 1500;

  private final Kernel kernel;
  private final Links links;
  private final Leases leases;
  private final String alias;
  private final ProcessTable processes;
  private final Warnings warnings;

  /** That was made now; empty: none. */
  private String newBridge = "";

  /**
   * Nothing happens yet.
   *
   * @param root the state root, whose name the bridges bear
   */
  HostNetwork(
      Kernel kernel,
      Links links,
      Leases leases,
      Path root,
      ProcessTable processes,
      Warnings warnings) {
    this.kernel = kernel;
    this.links = links;
    this.leases = leases;
    this.alias = alias(root);
    this.processes = processes;
    this.warnings = warnings;
  }

  private static String alias(Path root) {
    String alias = ALIAS + root;
    while (alias.getBytes(StandardCharsets.UTF_8).length > LONGEST_ALIAS) {
      alias = alias.substring(0, alias.length() - 1);
    }
    return alias;
  }

  /**
   * Removes what dead containers, or commands that were killed, have left of leases and devices.
   *
   * @return the leases that hold; the caller's to change
   */
  List<Lease> clean() {
    List<Lease> living = new ArrayList<>();
    for (Lease lease : leases.all()) {
      if (processes.isAlive(new ProcessIdentity(lease.initPid(), lease.initStartTime()))) {
        living.add(lease);
      } else {
        leases.remove(lease.container());
      }
    }
    List<LeasedBridge> bridges = leases.bridges();
    List<String> problems = leases.problems();
    for (String problem : problems) {
      warnings.tell("network: " + problem);
    }
    if (problems.isEmpty()) { // else what looks unused may be somebody's
      removeUnused(living, bridges);
    }
    return living;
  }

  private void removeUnused(List<Lease> living, List<LeasedBridge> bridges) {
    List<Integer> ours = new ArrayList<>();
    List<Link> all = links.all();
    for (Link link : all) {
      if (isOurs(link) || link.name().equals(UNFINISHED)) {
        ours.add(link.index());
        if (!isUsed(link.name(), living)) {
          links.delete(link.name());
        }
      }
    }
    for (Link link : all) {
      boolean isPort =
          link.name().startsWith(PORT)
              && link.master().isPresent()
              && ours.contains(link.master().getAsInt());
      if (isPort && !isUsed(link.name(), living)) {
        links.delete(link.name());
      }
    }
    List<LeasedBridge> used = new ArrayList<>();
    for (LeasedBridge bridge : bridges) {
      if (isUsed(bridge.name(), living)) {
        used.add(bridge);
      }
    }
    if (used.size() < bridges.size()) {
      leases.putBridges(used);
    }
  }

  private boolean isOurs(Link link) {
    return link.kind().equals("bridge") && alias.equals(link.alias().orElse(""));
  }

  private static boolean isUsed(String device, List<Lease> living) {
    for (Lease lease : living) {
      if (lease.bridge().equals(device) || lease.link().equals(device)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses to work beside the containers of another state root, whose rules would be ours.
   *
   * @throws OperationException if there are such
   */
  static void checkOthers(Links links, Path root) {
    Optional<Link> foreign = foreignBridge(links, alias(root));
    if (foreign.isPresent()) {
      String whose = foreign.get().alias().orElse("");
      throw new OperationException(
          "network",
          "",
          "bridge "
              + foreign.get().name()
              + " belongs to containers below "
              + whose.substring(ALIAS.length())
              + ", and there can be those of one --root only in a network namespace");
    }
  }

  private static Optional<Link> foreignBridge(Links links, String own) {
    for (Link link : links.all()) {
      String whose = link.alias().orElse("");
      if (link.kind().equals("bridge") && whose.startsWith(ALIAS) && !whose.equals(own)) {
        return Optional.of(link);
      }
    }
    return Optional.empty();
  }

  /** The bridge of this name, which is leased. */
  LeasedBridge bridge(String name) {
    for (LeasedBridge bridge : leases.bridges()) {
      if (bridge.name().equals(name)) {
        return bridge;
      }
    }
    throw new IllegalStateException("bridge " + name + " is not leased");
  }

  /** Makes a bridge with its addresses, or adds what is missing of it. */
  void makeBridge(LeasedBridge bridge) {
    Optional<Link> found = links.find(bridge.name());
    if (found.isPresent() && !isOurs(found.get())) {
      throw new OperationException(
          "make bridge", bridge.name(), "there is a device of this name that is not ours");
    }
    if (found.isEmpty()) {
      newBridge = bridge.name();
      links.delete(UNFINISHED); // of somebody who was killed
      links.addBridge(UNFINISHED, alias); // one of the final name and without ours is another's
      links.rename(UNFINISHED, bridge.name());
    }
    boolean down = found.isEmpty() || !found.get().up();
    if (down) {
      // or a container could tell the host where to send everything (CVE-2020-13401)
      Sysctls.write("ipv6/conf/" + bridge.name() + "/accept_ra", "0");
      // or nothing gets to containers by IPv6 for a second, until nobody else has its own address
      Sysctls.write("ipv6/conf/" + bridge.name() + "/accept_dad", "0");
    }
    List<LinkAddress> present = links.addresses();
    addMissing(bridge.name(), bridge.v4(), present);
    if (bridge.v6().isPresent()) {
      addMissing(bridge.name(), bridge.v6().get(), present);
    }
    if (down) {
      links.setUp(bridge.name());
    }
  }

  private void addMissing(String bridge, Subnet subnet, List<LinkAddress> present) {
    for (LinkAddress address : present) {
      if (address.address().equals(subnet.gateway())) {
        return;
      }
    }
    links.addAddress(bridge, subnet.gateway(), subnet.prefix());
  }

  /** The largest packet: as asked for, or that of the way out. */
  int mtu(OptionalInt wanted) {
    if (wanted.isPresent()) {
      return wanted.getAsInt();
    }
    for (LinkRoute route : links.routes()) {
      if (route.destination().isEmpty()) {
        for (Link link : links.all()) {
          if (link.index() == route.link()) {
            return link.mtu();
          }
        }
      }
    }
    return USUAL_MTU;
  }

  /**
   * Makes parameters and rules what the leases say; without any, nothing is left.
   *
   * @param living the leases that hold, see {@link #clean}
   */
  void settle(List<Lease> living) {
    HostForwarding forwarding = new HostForwarding(kernel, links, leases);
    Firewall firewall = new Firewall(kernel);
    if (leases.containers().isEmpty()) {
      try {
        forwarding.restore();
      } finally {
        if (foreignBridge(links, alias).isEmpty()) {
          firewall.remove();
        }
      }
      leases.removeAll(); // not before: what could not be done the next command does
      return;
    }
    List<LeasedBridge> bridges = leases.bridges();
    List<SettingChange> missing = forwarding.missing(bridges);
    forwarding.remember(missing, bridges);
    firewall.apply(rules(living, bridges, forwarding));
    forwarding.apply(missing); // after the rules, which keep others from using it
    for (String device : HostForwarding.waysOut(missing, bridges)) {
      warnings.insist(
          "network: packets from "
              + device
              + " to containers, and back, are forwarded now, until the last container is gone");
    }
    if (!newBridge.isEmpty()) {
      advise(firewall);
    }
  }

  /** It works without, so nothing that others do with their chains may keep a container away. */
  private void advise(Firewall firewall) {
    try {
      for (String chain : firewall.othersThatDrop()) {
        warnings.insist(
            "network: the chain "
                + chain
                + " drops what it doesn't know, so packets from and to containers as well; what"
                + " lets them pass: "
                + firewall.remedy(chain, newBridge));
      }
    } catch (OperationException e) {
      warnings.tell("network: chains of others: " + e.getMessage());
    }
  }

  private static Ruleset rules(
      List<Lease> living, List<LeasedBridge> bridges, HostForwarding forwarding) {
    List<BridgedNetwork> networks = new ArrayList<>();
    for (LeasedBridge bridge : bridges) {
      networks.add(new BridgedNetwork(bridge.name(), bridge.v4(), bridge.v6()));
    }
    List<PortForward> forwards = new ArrayList<>();
    for (Lease lease : living) {
      for (Publication publication : lease.publications()) {
        forwards.add(new PortForward(publication, lease.addresses()));
      }
    }
    return new Ruleset(networks, forwards, forwarding.guarded(), forwarding.guardedV6());
  }
}
