package io.jrunc.link;

import io.jrunc.linux.abi.AddressAttribute;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.AddressFlag;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.RouteAttribute;
import io.jrunc.linux.abi.RouteType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network device loses when it moves to another network namespace: whether it is up, its
 * bridge, its addresses and the routes by it. Of all else that it has, such as MTU and MAC, nothing
 * is lost but the parameters in /proc/sys, queueing disciplines and neighbours.
 *
 * <p>Addresses and routes are kept as the kernel told them, with lifetime, label, metric and all
 * that later kernels add.
 */
public final class DeviceState {
  private static final int ADDRESS = 8;
  private static final int ROUTE = 12;

  /** Where fields of {@code struct ifaddrmsg} and {@code struct rtmsg} begin. */
  private static final int FAMILY = 0;

  private static final int ADDRESS_FLAGS = 2;
  private static final int ADDRESS_SCOPE = 3;
  private static final int ADDRESS_INDEX = 4;
  private static final int ROUTE_PROTOCOL = 5;
  private static final int ROUTE_FLAGS = 8;

  /** Of linux/rtnetlink.h. */
  private static final int RT_SCOPE_UNIVERSE = 0;

  private static final int RTPROT_KERNEL = 2;
  private static final int RTM_F_CLONED = 0x200;

  /** Bytes of a device's name. */
  private static final int LONGEST_NAME = 15;

  private final Link link;

  /** In the order in which they are to be given. */
  private final List<Reply> addresses;

  private final List<Reply> routes;

  private DeviceState(Link link, List<Reply> addresses, List<Reply> routes) {
    this.link = link;
    this.addresses = addresses;
    this.routes = routes;
  }

  /** That of a device at this moment. */
  static DeviceState of(Link link, RouteSocket socket) {
    List<Reply> addresses = new ArrayList<>();
    int v4 = 0;
    Request allAddresses =
        new Request(RouteType.RTM_GETADDR, NetlinkFlag.NLM_F_DUMP)
            .address(AddressFamily.AF_UNSPEC.value(), 0, 0, 0);
    for (Reply reply : socket.list(allAddresses)) {
      if (reply.is(RouteType.RTM_NEWADDR) && reply.intAt(ADDRESS_INDEX) == link.index()) {
        addresses.add(isV6(reply) ? v4 : v4++, reply); // of IPv6 the newest comes first
      }
    }
    List<Reply> routes = new ArrayList<>();
    Request allRoutes =
        new Request(RouteType.RTM_GETROUTE, NetlinkFlag.NLM_F_DUMP)
            .route(AddressFamily.AF_UNSPEC.value(), 0, 0, 0, 0, 0);
    for (Reply reply : socket.list(allRoutes)) {
      if (reply.is(RouteType.RTM_NEWROUTE) && isMade(reply) && leadsBy(link, reply)) {
        routes.add(reply);
      }
    }
    return new DeviceState(link, addresses, routes);
  }

  /** Whether somebody made the route: the kernel makes its own again. */
  private static boolean isMade(Reply route) {
    int family = route.byteAt(FAMILY);
    return (family == AddressFamily.AF_INET.value() || family == AddressFamily.AF_INET6.value())
        && route.byteAt(ROUTE_PROTOCOL) != RTPROT_KERNEL
        && (route.intAt(ROUTE_FLAGS) & RTM_F_CLONED) == 0;
  }

  private static boolean leadsBy(Link link, Reply route) {
    return route.attributes(ROUTE).integer(RouteAttribute.RTA_OIF).orElse(0) == link.index();
  }

  /** The device as it was. */
  public Link link() {
    return link;
  }

  /** Gives the device, which is up, its permanent addresses of global scope in a new place. */
  void giveAddresses(Link moved, RouteSocket socket) {
    for (Reply address : addresses) {
      boolean permanent = (flags(address) & AddressFlag.IFA_F_PERMANENT.value()) != 0;
      if (permanent && isGlobal(address)) {
        give(address, moved, socket);
      }
    }
  }

  /**
   * Gives all back to the device, which is up if it was, at home.
   *
   * @throws RuntimeException the first of what can't be given back, after all else is; the others
   *     are suppressed
   */
  void restore(Link back, RouteSocket socket) {
    Failures failures = new Failures();
    for (Reply address : addresses) {
      if (!isTemporary(address)) {
        failures.collect(() -> give(address, back, socket));
      }
    }
    for (Reply route : inOrder()) {
      failures.collect(() -> giveRoute(route, back, socket));
    }
    failures.end();
  }

  /** An address that the kernel makes from another, for privacy. */
  private static boolean isTemporary(Reply address) {
    return isV6(address) && (flags(address) & AddressFlag.IFA_F_SECONDARY.value()) != 0;
  }

  private static boolean isGlobal(Reply address) {
    return address.byteAt(ADDRESS_SCOPE) == RT_SCOPE_UNIVERSE;
  }

  private static boolean isV6(Reply message) {
    return message.byteAt(FAMILY) == AddressFamily.AF_INET6.value();
  }

  private static int flags(Reply address) {
    return address
        .attributes(ADDRESS)
        .integer(AddressAttribute.IFA_FLAGS)
        .orElse(address.byteAt(ADDRESS_FLAGS));
  }

  /** Nobody else can have taken an address meanwhile, so IPv6 asks nobody, and it works at once. */
  private void give(Reply address, Link to, RouteSocket socket) {
    Attributes attributes = address.attributes(ADDRESS);
    byte[] header = Arrays.copyOf(address.payload(), ADDRESS);
    ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).putInt(ADDRESS_INDEX, to.index());
    Request request =
        new Request(
                RouteType.RTM_NEWADDR,
                NetlinkFlag.NLM_F_ACK,
                NetlinkFlag.NLM_F_CREATE,
                NetlinkFlag.NLM_F_REPLACE)
            .raw(header);
    attributes.copyTo(request, AddressAttribute.IFA_LABEL, AddressAttribute.IFA_FLAGS);
    int flags = flags(address);
    if (isV6(address) && isGlobal(address)) {
      flags |= (int) AddressFlag.IFA_F_NODAD.value();
    }
    request.put(AddressAttribute.IFA_FLAGS, flags);
    Optional<String> label = attributes.string(AddressAttribute.IFA_LABEL);
    if (label.isPresent()) {
      request.put(AddressAttribute.IFA_LABEL, label(label.get(), to.name()));
    }
    Optional<LinkAddress> known = Links.address(address);
    String object = known.isPresent() ? known.get().address().toString() : "address";
    socket.ask(request, object + " of " + to.name());
  }

  /** A label begins with the device's name: {@code eth0:1}. */
  private String label(String label, String name) {
    if (!label.startsWith(link.name() + ":")) {
      return label.equals(link.name()) ? name : label;
    }
    String renamed = name + label.substring(link.name().length());
    return renamed.length() > LONGEST_NAME ? name : renamed;
  }

  /** A gateway can be given only when the route to itself is there. */
  private List<Reply> inOrder() {
    List<Reply> ordered = new ArrayList<>(routes.size());
    for (Reply route : routes) {
      if (route.attributes(ROUTE).bytes(RouteAttribute.RTA_GATEWAY).isEmpty()) {
        ordered.add(route);
      }
    }
    for (Reply route : routes) {
      if (!ordered.contains(route)) {
        ordered.add(route);
      }
    }
    return ordered;
  }

  private static void giveRoute(Reply route, Link to, RouteSocket socket) {
    Request request =
        new Request(
                RouteType.RTM_NEWROUTE,
                NetlinkFlag.NLM_F_ACK,
                NetlinkFlag.NLM_F_CREATE,
                NetlinkFlag.NLM_F_REPLACE)
            .raw(Arrays.copyOf(route.payload(), ROUTE));
    route.attributes(ROUTE).copyTo(request, RouteAttribute.RTA_OIF);
    request.put(RouteAttribute.RTA_OIF, to.index());
    socket.ask(request, "route by " + to.name());
  }

  /** Goes on after a failure, and tells it at the end. */
  private static final class Failures {
    private @Nullable RuntimeException first;

    void collect(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void end() {
      if (first != null) {
        throw first;
      }
    }
  }
}
