package io.jrunc.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.AddressAttribute;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.AddressFlag;
import io.jrunc.linux.abi.BridgePortAttribute;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.InterfaceFlag;
import io.jrunc.linux.abi.LinkAttribute;
import io.jrunc.linux.abi.LinkInfoAttribute;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.RouteAttribute;
import io.jrunc.linux.abi.RouteType;
import io.jrunc.linux.abi.VethAttribute;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The network devices of one network namespace, their addresses and the routes.
 *
 * <p>Every method throws {@link KernelException} with the message's type, the device's name, errno
 * and the kernel's own words where it has some: {@code RTM_NEWLINK bridge jrunc0: file exists
 * (EEXIST)}. A device that must be there and isn't is ENODEV.
 */
public final class Links implements AutoCloseable {

  /** {@code struct ifinfomsg}, {@code struct ifaddrmsg} and {@code struct rtmsg}. */
  private static final int LINK = 16;

  private static final int ADDRESS = 8;
  private static final int ROUTE = 12;

  /** Where {@code ifi_index}, {@code ifi_flags} and {@code ifa_index} begin. */
  private static final int LINK_INDEX = 4;

  private static final int LINK_FLAGS = 8;
  private static final int ADDRESS_INDEX = 4;

  /** Of linux/rtnetlink.h: the table, who made a route, how far it leads, what it is. */
  private static final int RT_TABLE_MAIN = 254;

  private static final int RTPROT_STATIC = 4;
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RTN_UNICAST = 1;

  /** {@code struct rtnexthop}: its length and flags, then the device. */
  private static final int NEXT_HOP_DEVICE = 4;

  private final RouteSocket socket;

  private Links(RouteSocket socket) {
    this.socket = socket;
  }

  /** Those of the calling thread's network namespace. */
  public static Links here(Kernel kernel) {
    return new Links(RouteSocket.here(kernel));
  }

  /**
   * Those of another one; no thread of the caller's goes there.
   *
   * @param namespace stays the caller's
   */
  public static Links in(Kernel kernel, Fd namespace) {
    return new Links(RouteSocket.in(kernel, namespace));
  }

  /** The device of this name. */
  public Optional<Link> find(String name) {
    Request request =
        new Request(RouteType.RTM_GETLINK, NetlinkFlag.NLM_F_ACK)
            .link(0, 0, 0)
            .put(LinkAttribute.IFLA_IFNAME, name);
    try {
      for (Reply reply : socket.ask(request, name)) {
        if (reply.is(RouteType.RTM_NEWLINK)) {
          return Optional.of(link(reply));
        }
      }
      return Optional.empty();
    } catch (KernelException e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All devices, by their index. */
  public List<Link> all() {
    List<Link> links = new ArrayList<>();
    Request request = new Request(RouteType.RTM_GETLINK, NetlinkFlag.NLM_F_DUMP).link(0, 0, 0);
    for (Reply reply : socket.list(request)) {
      if (reply.is(RouteType.RTM_NEWLINK)) {
        links.add(link(reply));
      }
    }
    return links;
  }

  private static Link link(Reply reply) {
    Attributes attributes = reply.attributes(LINK);
    return new Link(
        reply.intAt(LINK_INDEX),
        attributes.string(LinkAttribute.IFLA_IFNAME).orElse(""),
        attributes
            .nested(LinkAttribute.IFLA_LINKINFO)
            .string(LinkInfoAttribute.IFLA_INFO_KIND)
            .orElse(""),
        (reply.intAt(LINK_FLAGS) & InterfaceFlag.IFF_UP.value()) != 0,
        attributes.integer(LinkAttribute.IFLA_MTU).orElse(0),
        attributes.string(LinkAttribute.IFLA_IFALIAS),
        attributes.integer(LinkAttribute.IFLA_MASTER));
  }

  /** The addresses of all devices. */
  public List<LinkAddress> addresses() {
    List<LinkAddress> addresses = new ArrayList<>();
    Request request =
        new Request(RouteType.RTM_GETADDR, NetlinkFlag.NLM_F_DUMP)
            .address(AddressFamily.AF_UNSPEC.value(), 0, 0, 0);
    for (Reply reply : socket.list(request)) {
      if (reply.is(RouteType.RTM_NEWADDR)) {
        address(reply).ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  /** Of a link with another end, its own address is {@code IFA_LOCAL}; IPv6 often has no such. */
  static Optional<LinkAddress> address(Reply reply) {
    Attributes attributes = reply.attributes(ADDRESS);
    Optional<IpAddress> local = attributes.address(AddressAttribute.IFA_LOCAL);
    Optional<IpAddress> address =
        local.isPresent() ? local : attributes.address(AddressAttribute.IFA_ADDRESS);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int flags = attributes.integer(AddressAttribute.IFA_FLAGS).orElse(reply.byteAt(2));
    return Optional.of(
        new LinkAddress(
            reply.intAt(ADDRESS_INDEX),
            address.get(),
            reply.byteAt(1),
            reply.byteAt(3) == RT_SCOPE_UNIVERSE,
            (flags & AddressFlag.IFA_F_PERMANENT.value()) != 0));
  }

  /** The routes that packets to others take: those of the main table. */
  public List<LinkRoute> routes() {
    List<LinkRoute> routes = new ArrayList<>();
    Request request =
        new Request(RouteType.RTM_GETROUTE, NetlinkFlag.NLM_F_DUMP)
            .route(AddressFamily.AF_UNSPEC.value(), 0, 0, 0, 0, 0);
    for (Reply reply : socket.list(request)) {
      if (reply.is(RouteType.RTM_NEWROUTE) && isOfMainTable(reply)) {
        routes.add(route(reply));
      }
    }
    return routes;
  }

  private static boolean isOfMainTable(Reply reply) {
    int table = reply.attributes(ROUTE).integer(RouteAttribute.RTA_TABLE).orElse(reply.byteAt(4));
    return table == RT_TABLE_MAIN && reply.byteAt(7) == RTN_UNICAST;
  }

  private static LinkRoute route(Reply reply) {
    Attributes attributes = reply.attributes(ROUTE);
    Optional<IpAddress> destination = attributes.address(RouteAttribute.RTA_DST);
    int prefix = reply.byteAt(1);
    return new LinkRoute(
        destination.isPresent()
            ? Optional.of(new Subnet(destination.get(), prefix))
            : Optional.empty(),
        attributes.address(RouteAttribute.RTA_GATEWAY),
        attributes.integer(RouteAttribute.RTA_OIF).orElse(firstHop(attributes)));
  }

  private static int firstHop(Attributes attributes) {
    Optional<byte[]> hops = attributes.bytes(RouteAttribute.RTA_MULTIPATH);
    return hops.isEmpty() || hops.get().length < NEXT_HOP_DEVICE + Integer.BYTES
        ? 0
        : ByteBuffer.wrap(hops.get()).order(ByteOrder.nativeOrder()).getInt(NEXT_HOP_DEVICE);
  }

  /**
   * Makes a bridge, which is down at first. Its MTU becomes the smallest of its ports'.
   *
   * @param alias a text that says whose it is, at most 255 bytes
   */
  public void addBridge(String name, String alias) {
    Request request = create().link(0, 0, 0).put(LinkAttribute.IFLA_IFNAME, name);
    int info = request.begin(LinkAttribute.IFLA_LINKINFO);
    request.put(LinkInfoAttribute.IFLA_INFO_KIND, "bridge").end(info);
    socket.ask(request, "bridge " + name);
    try {
      setAlias(name, alias); // a new device takes none in the message that makes it
    } catch (RuntimeException e) {
      delete(name);
      throw e;
    }
  }

  /**
   * Makes a pair of devices, one of which is born in another network namespace; both are down.
   *
   * <p>The bridge sends back by the port what came from it: where the kernel has br_netfilter, a
   * packet from a container to a published port of its own stays on the bridge.
   *
   * @param name of the one here
   * @param bridge that it becomes a port of
   * @param peer the other's name
   * @param peerNamespace where the other is
   * @param mtu of both, in bytes
   */
  public void addVeth(String name, String bridge, String peer, Fd peerNamespace, int mtu) {
    Request request =
        create()
            .link(0, 0, 0)
            .put(LinkAttribute.IFLA_IFNAME, name)
            .put(LinkAttribute.IFLA_MTU, mtu)
            .put(LinkAttribute.IFLA_MASTER, index(bridge));
    int info = request.begin(LinkAttribute.IFLA_LINKINFO);
    request.put(LinkInfoAttribute.IFLA_INFO_KIND, "veth");
    int data = request.begin(LinkInfoAttribute.IFLA_INFO_DATA);
    int other = request.begin(VethAttribute.VETH_INFO_PEER);
    request
        .link(0, 0, 0)
        .put(LinkAttribute.IFLA_IFNAME, peer)
        .put(LinkAttribute.IFLA_MTU, mtu)
        .put(LinkAttribute.IFLA_NET_NS_FD, peerNamespace.number())
        .end(other);
    request.end(data).end(info);
    socket.ask(request, "veth " + name + " with " + peer + " in " + peerNamespace);
    try {
      sendBack(name);
    } catch (RuntimeException e) {
      delete(name);
      throw e;
    }
  }

  private void sendBack(String port) {
    Request request =
        new Request(RouteType.RTM_NEWLINK, NetlinkFlag.NLM_F_ACK)
            .link(0, 0, 0)
            .put(LinkAttribute.IFLA_IFNAME, port);
    int info = request.begin(LinkAttribute.IFLA_LINKINFO);
    request.put(LinkInfoAttribute.IFLA_INFO_SLAVE_KIND, "bridge");
    int data = request.begin(LinkInfoAttribute.IFLA_INFO_SLAVE_DATA);
    request.put(BridgePortAttribute.IFLA_BRPORT_MODE, new byte[] {1}).end(data);
    request.end(info);
    socket.ask(request, "hairpin mode of " + port);
  }

  private static Request create() {
    return new Request(
        RouteType.RTM_NEWLINK,
        NetlinkFlag.NLM_F_ACK,
        NetlinkFlag.NLM_F_CREATE,
        NetlinkFlag.NLM_F_EXCL);
  }

  /** Switches a device on. */
  public void setUp(String name) {
    change(name, name + " up", InterfaceFlag.IFF_UP.value());
  }

  /** Switches a device off. */
  public void setDown(String name) {
    change(name, name + " down", 0);
  }

  private void change(String name, String object, long flags) {
    Request request =
        new Request(RouteType.RTM_SETLINK, NetlinkFlag.NLM_F_ACK)
            .link(0, flags, InterfaceFlag.IFF_UP.value())
            .put(LinkAttribute.IFLA_IFNAME, name);
    socket.ask(request, object);
  }

  /** Removes a device, of a veth pair both; one that is gone is fine. */
  public void delete(String name) {
    Request request =
        new Request(RouteType.RTM_DELLINK, NetlinkFlag.NLM_F_ACK)
            .link(0, 0, 0)
            .put(LinkAttribute.IFLA_IFNAME, name);
    try {
      socket.ask(request, name);
    } catch (KernelException e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }

  /**
   * Gives a device an address, of IPv6 without asking the neighbours whether somebody has it: that
   * takes a second, in which nobody can use it.
   */
  public void addAddress(String link, IpAddress address, int prefix) {
    long family = (address.isV6() ? AddressFamily.AF_INET6 : AddressFamily.AF_INET).value();
    long flags = address.isV6() ? AddressFlag.IFA_F_NODAD.value() : 0;
    Request request =
        new Request(
                RouteType.RTM_NEWADDR,
                NetlinkFlag.NLM_F_ACK,
                NetlinkFlag.NLM_F_CREATE,
                NetlinkFlag.NLM_F_EXCL)
            .address(family, prefix, flags, index(link))
            .put(AddressAttribute.IFA_LOCAL, address)
            .put(AddressAttribute.IFA_ADDRESS, address);
    if (!address.isV6() && prefix < 31) {
      request.put(AddressAttribute.IFA_BROADCAST, Subnet.around(address, prefix).last());
    }
    socket.ask(request, address + "/" + prefix + " of " + link);
  }

  /** Lets packets to everywhere else go to a neighbour, whose device must be up. */
  public void addDefaultRoute(IpAddress gateway) {
    long family = (gateway.isV6() ? AddressFamily.AF_INET6 : AddressFamily.AF_INET).value();
    Request request =
        new Request(
                RouteType.RTM_NEWROUTE,
                NetlinkFlag.NLM_F_ACK,
                NetlinkFlag.NLM_F_CREATE,
                NetlinkFlag.NLM_F_EXCL)
            .route(family, 0, RT_TABLE_MAIN, RTPROT_STATIC, RT_SCOPE_UNIVERSE, RTN_UNICAST)
            .put(RouteAttribute.RTA_GATEWAY, gateway);
    socket.ask(request, "default by " + gateway);
  }

  /**
   * Moves a device to another network namespace, where it has another name at once. It is down
   * then, has no address and is no bridge's port any more.
   */
  public void move(String name, String newName, Fd namespace) {
    socket.ask(moving(name, newName, namespace), name + " as " + newName + " to " + namespace);
  }

  private Request moving(String name, String newName, Fd namespace) {
    return new Request(RouteType.RTM_NEWLINK, NetlinkFlag.NLM_F_ACK)
        .link(index(name), 0, 0)
        .put(LinkAttribute.IFLA_NET_NS_FD, namespace.number())
        .put(LinkAttribute.IFLA_IFNAME, newName);
  }

  /** What the device of this name would lose if it moved. */
  public Optional<DeviceState> stateOf(String name) {
    Optional<Link> link = find(name);
    return link.isPresent() ? Optional.of(DeviceState.of(link.get(), socket)) : Optional.empty();
  }

  /** Gives a device that has moved here, and is up, the permanent addresses of global scope. */
  public void giveAddresses(DeviceState state, String name) {
    state.giveAddresses(present(name), socket);
  }

  /**
   * Moves a device to where it came from, with its name and, if that is free still, its index.
   *
   * @param name its name here
   * @param was the device as it was there
   */
  public void moveBack(String name, Link was, Fd namespace) {
    Request request = moving(name, was.name(), namespace);
    try {
      socket.ask(
          request.put(LinkAttribute.IFLA_NEW_IFINDEX, was.index()), name + " as " + was.name());
    } catch (KernelException e) {
      if (e.errno() != Errno.EBUSY) {
        throw e;
      }
      move(name, was.name(), namespace);
    }
  }

  /** Gives a device that has come back here all that it had. */
  public void restore(DeviceState state) {
    Link was = state.link();
    Link back = present(was.name());
    if (back.mtu() != was.mtu()) {
      setMtu(was.name(), was.mtu());
    }
    if (was.master().isPresent()) {
      socket.ask(
          set(back.index()).put(LinkAttribute.IFLA_MASTER, was.master().getAsInt()),
          was.name() + " to its bridge");
    }
    if (was.up()) {
      setUp(was.name());
    }
    state.restore(back, socket);
  }

  /** Gives a device, which older kernels want to be down, another name. */
  public void rename(String name, String newName) {
    socket.ask(set(index(name)).put(LinkAttribute.IFLA_IFNAME, newName), name + " as " + newName);
  }

  /** Sets the size of the largest packet, in bytes. */
  public void setMtu(String name, int mtu) {
    socket.ask(set(index(name)).put(LinkAttribute.IFLA_MTU, mtu), name + " with MTU " + mtu);
  }

  /** Leaves a text on a device, at most 255 bytes; an empty one takes it away. */
  public void setAlias(String name, String alias) {
    socket.ask(
        set(index(name)).put(LinkAttribute.IFLA_IFALIAS, alias.getBytes(UTF_8)),
        name + " with alias " + alias);
  }

  private static Request set(int index) {
    return new Request(RouteType.RTM_SETLINK, NetlinkFlag.NLM_F_ACK).link(index, 0, 0);
  }

  private int index(String name) {
    return present(name).index();
  }

  private Link present(String name) {
    Optional<Link> link = find(name);
    if (link.isEmpty()) {
      throw new KernelException(RouteType.RTM_GETLINK.name(), name, Errno.ENODEV);
    }
    return link.get();
  }

  @Override
  public void close() {
    socket.close();
  }
}
