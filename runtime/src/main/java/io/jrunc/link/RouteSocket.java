package io.jrunc.link;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.NamespaceVisit;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.NetlinkFlag;
import io.jrunc.linux.abi.NetlinkOption;
import io.jrunc.linux.abi.NetlinkProtocol;
import io.jrunc.linux.abi.NetlinkType;
import io.jrunc.linux.abi.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions to rtnetlink(7), or to netfilter, and answers; it stays in the network namespace it was
 * made in.
 */
final class RouteSocket implements AutoCloseable {

  /** The kernel makes no larger ones. */
  private static final int LARGEST_DATAGRAM = 32 * 1024;

  /** How often a list is read anew because it changed meanwhile. */
  private static final int ATTEMPTS = 20;

  private final SocketCalls sockets;
  private final Fd socket;
  private int sequence;

  private RouteSocket(SocketCalls sockets, Fd socket) {
    this.sockets = sockets;
    this.socket = socket;
  }

  /** One of the calling thread's network namespace. */
  static RouteSocket here(Kernel kernel) {
    return here(kernel, NetlinkProtocol.NETLINK_ROUTE);
  }

  static RouteSocket here(Kernel kernel, NetlinkProtocol protocol) {
    SocketCalls sockets = kernel.sockets();
    Fd socket =
        sockets.socket(AddressFamily.AF_NETLINK, SocketType.SOCK_RAW, (int) protocol.value());
    try {
      sockets.setNetlinkOption(socket, NetlinkOption.NETLINK_EXT_ACK);
      sockets.setNetlinkOption(socket, NetlinkOption.NETLINK_CAP_ACK);
      return new RouteSocket(sockets, socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** One of another network namespace. */
  static RouteSocket in(Kernel kernel, Fd namespace) {
    return NamespaceVisit.call(kernel.namespaces(), namespace, () -> here(kernel));
  }

  /**
   * Asks for one thing to be done or told.
   *
   * @param object what it is about, for messages
   * @return what is told, without the acknowledgement
   */
  List<Reply> ask(Request request, String object) {
    List<Reply> replies = new ArrayList<>();
    exchange(request, object, replies);
    return replies;
  }

  /** Asks for a list; one that changed while it was told is asked for again. */
  List<Reply> list(Request request) {
    for (int i = 0; i < ATTEMPTS; i++) {
      List<Reply> replies = new ArrayList<>();
      if (exchange(request, "", replies)) {
        return replies;
      }
    }
    throw new KernelException(request.type().name(), "", Errno.EAGAIN, "it changes all the time");
  }

  /** Whether the answer is consistent. */
  private boolean exchange(Request request, String object, List<Reply> replies) {
    sequence++;
    sockets.sendmsg(socket, request.bytes(sequence));
    boolean consistent = true;
    while (true) {
      for (Reply reply : Reply.split(receive())) {
        if (reply.sequence() != sequence) {
          continue; // of a question whose answer could not be read
        }
        consistent &= !reply.has(NetlinkFlag.NLM_F_DUMP_INTR);
        if (reply.is(NetlinkType.NLMSG_ERROR) || reply.is(NetlinkType.NLMSG_DONE)) {
          if (reply.error() != 0) {
            throw new KernelException(
                request.type().name(), object, Errno.of(reply.error()), reply.words());
          }
          return consistent;
        }
        if (reply.is(NetlinkType.NLMSG_OVERRUN)) {
          throw new KernelException(request.type().name(), object, Errno.ENOBUFS);
        }
        replies.add(reply);
      }
    }
  }

  private byte[] receive() {
    Optional<Message> message = sockets.recvmsg(socket, LARGEST_DATAGRAM);
    try (Message received =
        message.orElseThrow(
            () -> new OperationException("read", "netlink message", "the socket is closed"))) {
      return received.bytes();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
