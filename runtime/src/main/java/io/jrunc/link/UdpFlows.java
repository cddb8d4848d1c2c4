package io.jrunc.link;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.ConntrackAttribute;
import io.jrunc.linux.abi.ConntrackType;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.NetlinkProtocol;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Flows of UDP that netfilter keeps in mind. It asks rules for the first packet only, so one that
 * began before a port was published, or when it led to another container, would go where it went as
 * long as packets come. Connections of TCP end with who has them.
 */
public final class UdpFlows {
  private static final byte UDP = 17;

  /** CTA_FILTER_F_CTA_PROTO_NUM of the kernel's nf_internals.h; before Linux 5.8 all are told. */
  private static final int BY_PROTOCOL = 1 << 3;

  private final Kernel kernel;

  /** Does nothing yet. */
  public UdpFlows(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Forgets those that published ports are for, and those to the container, in the network
   * namespace of the calling thread; nothing where the kernel can't. To be done when rules have
   * changed.
   *
   * @param publications of which only those of UDP matter
   * @param container its addresses
   * @param host the host's addresses
   */
  public void forget(
      List<Publication> publications, List<IpAddress> container, List<LinkAddress> host) {
    List<Publication> ours = new ArrayList<>();
    for (Publication publication : publications) {
      if (publication.protocol() == Protocol.UDP) {
        ours.add(publication);
      }
    }
    if (ours.isEmpty()) {
      return;
    }
    try (RouteSocket socket = RouteSocket.here(kernel, NetlinkProtocol.NETLINK_NETFILTER)) {
      for (IpAddress address : container) {
        AddressFamily family = address.isV6() ? AddressFamily.AF_INET6 : AddressFamily.AF_INET;
        for (Reply flow : all(socket, family)) {
          if (flow.is(ConntrackType.IPCTNL_MSG_CT_NEW) && isStale(flow, ours, address, host)) {
            delete(socket, family, flow.attributes(4));
          }
        }
      }
    }
  }

  private static List<Reply> all(RouteSocket socket, AddressFamily family) {
    Request request =
        new Request(ConntrackType.IPCTNL_MSG_CT_GET, NetlinkFlag.NLM_F_DUMP).netfilter(family);
    int tuple = request.begin(ConntrackAttribute.CTA_TUPLE_ORIG);
    int protocol = request.begin(ConntrackAttribute.CTA_TUPLE_PROTO);
    request.put(ConntrackAttribute.CTA_PROTO_NUM, new byte[] {UDP}).end(protocol).end(tuple);
    int filter = request.beginMarked(ConntrackAttribute.CTA_FILTER);
    request.put(ConntrackAttribute.CTA_FILTER_ORIG_FLAGS, BY_PROTOCOL).end(filter);
    try {
      return socket.list(request);
    } catch (KernelException e) {
      if (e.errno() == Errno.EINVAL) { // a kernel without nf_conntrack_netlink
        return List.of();
      }
      throw e;
    }
  }

  private static boolean isStale(
      Reply flow, List<Publication> publications, IpAddress container, List<LinkAddress> host) {
    Attributes first = flow.attributes(4).nested(ConntrackAttribute.CTA_TUPLE_ORIG);
    Attributes answer = flow.attributes(4).nested(ConntrackAttribute.CTA_TUPLE_REPLY);
    Attributes protocol = first.nested(ConntrackAttribute.CTA_TUPLE_PROTO);
    Optional<byte[]> number = protocol.bytes(ConntrackAttribute.CTA_PROTO_NUM);
    if (number.isEmpty() || number.get()[0] != UDP) {
      return false;
    }
    boolean v6 = container.isV6();
    Optional<IpAddress> sender =
        answer
            .nested(ConntrackAttribute.CTA_TUPLE_IP)
            .address(v6 ? ConntrackAttribute.CTA_IP_V6_SRC : ConntrackAttribute.CTA_IP_V4_SRC);
    Optional<IpAddress> receiver =
        first
            .nested(ConntrackAttribute.CTA_TUPLE_IP)
            .address(v6 ? ConntrackAttribute.CTA_IP_V6_DST : ConntrackAttribute.CTA_IP_V4_DST);
    return sender.equals(Optional.of(container))
        || (receiver.isPresent()
            && isOfHost(receiver.get(), host)
            && isPublished(receiver.get(), port(protocol), publications));
  }

  private static boolean isOfHost(IpAddress address, List<LinkAddress> host) {
    for (LinkAddress own : host) {
      if (own.address().equals(address)) {
        return true;
      }
    }
    return address.isLoopback();
  }

  private static boolean isPublished(IpAddress address, int port, List<Publication> publications) {
    for (Publication publication : publications) {
      Optional<IpAddress> only = publication.hostAddress();
      boolean here = only.isEmpty() || only.get().isAny() || only.get().equals(address);
      if (here && port >= publication.hostPort() && port <= publication.lastHostPort()) {
        return true;
      }
    }
    return false;
  }

  private static int port(Attributes protocol) {
    byte[] port = protocol.bytes(ConntrackAttribute.CTA_PROTO_DST_PORT).orElse(new byte[2]);
    return (port[0] & 0xff) << 8 | (port[1] & 0xff);
  }

  private static void delete(RouteSocket socket, AddressFamily family, Attributes flow) {
    Request request =
        new Request(ConntrackType.IPCTNL_MSG_CT_DELETE, NetlinkFlag.NLM_F_ACK).netfilter(family);
    int tuple = request.begin(ConntrackAttribute.CTA_TUPLE_ORIG);
    request.raw(flow.bytes(ConntrackAttribute.CTA_TUPLE_ORIG).orElseThrow()).end(tuple);
    for (ConntrackAttribute same :
        List.of(ConntrackAttribute.CTA_ID, ConntrackAttribute.CTA_ZONE)) {
      Optional<byte[]> value = flow.bytes(same);
      if (value.isPresent()) {
        request.put(same, value.get());
      }
    }
    try {
      socket.ask(request, "flow of UDP");
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) { // else it has ended by itself
        throw e;
      }
    }
  }
}
