package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.firewall.HostPorts;
import io.jrunc.lease.AddressPool;
import io.jrunc.lease.Lease;
import io.jrunc.lease.LeaseException;
import io.jrunc.lease.LeasedBridge;
import io.jrunc.lease.Leases;
import io.jrunc.link.Link;
import io.jrunc.link.LinkAddress;
import io.jrunc.link.LinkRoute;
import io.jrunc.link.Links;
import io.jrunc.linux.Kernel;
import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import io.jrunc.state.ProcessIdentity;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what a container gets of the host's network, and writes it down. */
final class LeaseMaker {
  private static final String SUBNET = "/annotations/" + NetworkAnnotations.SUBNET;
  private static final String PUBLISH = "/annotations/" + NetworkAnnotations.PUBLISH;

  /** Routes this short stand for everything, as VPNs write it. */
  private static final int EVERYTHING = 1;

  private final Links links;
  private final Leases leases;
  private final HostPorts ports;

  LeaseMaker(Kernel kernel, Links links, Leases leases) {
    this.ports = new HostPorts(kernel);
    this.links = links;
    this.leases = leases;
  }

  /**
   * Gives a lease, which is kept before anything is made for it.
   *
   * @param others the leases that hold
   * @throws LeaseException when it can't have what it asks for
   */
  Lease make(NetworkRequest request, String id, ProcessIdentity init, List<Lease> others) {
    checkPorts(request.publications(), others);
    List<LeasedBridge> bridges = new ArrayList<>(leases.bridges());
    int index = bridge(request, bridges);
    LeasedBridge bridge = bridges.get(index);
    Map<IpAddress, String> taken = new HashMap<>();
    for (Lease other : others) {
      for (IpAddress address : other.addresses()) {
        taken.put(address, other.container());
      }
    }
    List<IpAddress> addresses = new ArrayList<>();
    addresses.add(address(bridge.v4(), taken, bridge.last(), wanted(request, false)));
    if (request.ipv6()) {
      Subnet subnet6 = bridge.v6().orElseThrow();
      addresses.add(address(subnet6, taken, bridge.last6(), wanted(request, true)));
    }
    for (IpAddress address : addresses) {
      bridges.set(index, bridges.get(index).after(address));
    }
    Lease lease =
        new Lease(
            id,
            init.pid(),
            init.startTime(),
            bridge.name(),
            link(addresses.get(0)),
            addresses,
            request.publications());
    leases.putBridges(bridges);
    leases.put(lease);
    return lease;
  }

  private void checkPorts(List<Publication> publications, List<Lease> others) {
    for (Publication publication : publications) {
      for (Lease other : others) {
        for (Publication taken : other.publications()) {
          if (publication.overlaps(taken)) {
            throw new LeaseException(
                PUBLISH,
                "\""
                    + publication
                    + "\": port "
                    + Math.max(publication.hostPort(), taken.hostPort())
                    + " of the host leads to container "
                    + other.container());
          }
        }
      }
      checkProcesses(publication);
    }
  }

  private void checkProcesses(Publication publication) {
    try {
      ports.check(publication);
    } catch (OperationException e) {
      throw new LeaseException(PUBLISH, "\"" + publication + "\": " + e.getMessage());
    }
  }

  /** The bridge of the subnet that is asked for, made if there is none; its place in the list. */
  private int bridge(NetworkRequest request, List<LeasedBridge> bridges) {
    Subnet wanted = request.subnet().orElse(NetworkRequest.SUBNET);
    int index = 0;
    while (index < bridges.size() && !bridges.get(index).v4().equals(wanted)) {
      index++;
    }
    if (index == bridges.size()) {
      checkFree(wanted, bridges);
      bridges.add(LeasedBridge.unused(freeName(bridges), wanted));
    }
    LeasedBridge bridge = bridges.get(index);
    if (request.ipv6()) {
      bridges.set(index, withV6(bridge, request.subnet6(), bridges));
    }
    return index;
  }

  private LeasedBridge withV6(
      LeasedBridge bridge, Optional<Subnet> wanted, List<LeasedBridge> bridges) {
    if (bridge.v6().isPresent()) {
      if (wanted.isPresent() && !wanted.equals(bridge.v6())) {
        throw new LeaseException(
            SUBNET,
            wanted.get() + ": the containers of " + bridge.v4() + " are in " + bridge.v6().get());
      }
      return bridge;
    }
    Subnet subnet = wanted.isPresent() ? wanted.get() : uniqueLocal();
    checkFree(subnet, bridges);
    return bridge.with(subnet);
  }

  /** A /64 that nobody else has, as RFC 4193 makes one: 40 bits by chance. */
  private static Subnet uniqueLocal() {
    byte[] bytes = new byte[16];
    try (FileInputStream random = new FileInputStream("/dev/urandom")) {
      if (random.readNBytes(bytes, 1, 5) < 5) {
        throw new IOException("too short");
      }
    } catch (IOException e) {
      throw new LeaseException("/dev/urandom", String.valueOf(e.getMessage()));
    }
    bytes[0] = (byte) 0xfd;
    return new Subnet(IpAddress.of(bytes), 64);
  }

  /** Overlapping subnets would take packets from each other. */
  private void checkFree(Subnet wanted, List<LeasedBridge> bridges) {
    List<Integer> ours = new ArrayList<>();
    for (Link link : links.all()) {
      for (LeasedBridge bridge : bridges) {
        if (bridge.name().equals(link.name())) {
          ours.add(link.index());
        }
      }
    }
    for (LeasedBridge bridge : bridges) {
      refuseOverlap(wanted, bridge.v4(), "the subnet of bridge " + bridge.name());
      if (bridge.v6().isPresent()) {
        refuseOverlap(wanted, bridge.v6().get(), "the subnet of bridge " + bridge.name());
      }
    }
    for (LinkAddress address : links.addresses()) {
      if (!ours.contains(address.link())) {
        Subnet subnet = Subnet.around(address.address(), address.prefix());
        refuseOverlap(wanted, subnet, "the host's address " + address.address());
      }
    }
    for (LinkRoute route : links.routes()) {
      boolean counts =
          route.destination().isPresent()
              && route.destination().get().prefix() > EVERYTHING
              && !ours.contains(route.link());
      if (counts) {
        Subnet destination = route.destination().get();
        refuseOverlap(wanted, destination, "the host's route to " + destination);
      }
    }
  }

  private static void refuseOverlap(Subnet wanted, Subnet other, String what) {
    if (wanted.overlaps(other)) {
      throw new LeaseException(
          SUBNET, wanted + " overlaps " + what + ": another subnet is needed (box --subnet)");
    }
  }

  private String freeName(List<LeasedBridge> bridges) {
    int number = 0;
    while (hasName(bridges, HostNetwork.BRIDGE + number)) {
      number++;
    }
    return HostNetwork.BRIDGE + number;
  }

  private static boolean hasName(List<LeasedBridge> bridges, String name) {
    for (LeasedBridge bridge : bridges) {
      if (bridge.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<IpAddress> wanted(NetworkRequest request, boolean v6) {
    for (IpAddress address : request.addresses()) {
      if (address.isV6() == v6) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private static IpAddress address(
      Subnet subnet,
      Map<IpAddress, String> taken,
      Optional<IpAddress> last,
      Optional<IpAddress> wanted) {
    AddressPool pool = new AddressPool(subnet, taken);
    return wanted.isPresent() ? pool.take(wanted.get()) : pool.next(last);
  }

  /** No two containers have the same address, so none have the same name of a device. */
  private static String link(IpAddress address) {
    StringBuilder name = new StringBuilder(HostNetwork.PORT);
    for (byte part : address.bytes()) {
      name.append(Character.forDigit(part >> 4 & 15, 16)).append(Character.forDigit(part & 15, 16));
    }
    return name.toString();
  }
}
