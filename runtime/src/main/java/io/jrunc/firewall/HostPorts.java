package io.jrunc.firewall;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;

/**
 * Which ports processes of the host have, in the network namespace of the calling thread. A
 * published port would take their packets away from them.
 */
public final class HostPorts {
  private final SocketCalls sockets;

  /** Does nothing yet. */
  public HostPorts(Kernel kernel) {
    this.sockets = kernel.sockets();
  }

  /**
   * Takes each port for a moment, in IPv4 and IPv6 unless it is for one address.
   *
   * @throws OperationException that names the first port a process has, or an address that isn't
   *     the host's or is ::1, which Linux passes nothing on from
   */
  public void check(Publication publication) {
    if (publication.hostAddress().isPresent()) {
      check(publication, publication.hostAddress().get());
      return;
    }
    check(publication, IpAddress.of(new byte[4]));
    check(publication, IpAddress.of(new byte[16]));
  }

  private void check(Publication publication, IpAddress address) {
    if (address.isV6() && address.isLoopback()) {
      String reason = "linux passes nothing on from ::1; take 127.0.0.1";
      throw new OperationException("publish", name(publication, publication.hostPort()), reason);
    }
    byte[] bytes = address.bytes();
    for (int port = publication.hostPort(); port <= publication.lastHostPort(); port++) {
      try (Fd socket = socket(publication.protocol(), address.isV6())) {
        sockets.bind(socket, bytes, port);
      } catch (KernelException e) {
        boolean missing = e.errno() == Errno.EADDRNOTAVAIL && address.isAny();
        if (missing || e.errno() == Errno.EAFNOSUPPORT) {
          return; // the host has no IPv6
        }
        throw new OperationException(
            "publish", name(publication, port), reason(address, e.errno()));
      }
    }
  }

  private Fd socket(Protocol protocol, boolean v6) {
    AddressFamily family = v6 ? AddressFamily.AF_INET6 : AddressFamily.AF_INET;
    boolean tcp = protocol == Protocol.TCP;
    Fd socket = sockets.socket(family, tcp ? SocketType.SOCK_STREAM : SocketType.SOCK_DGRAM, 0);
    try {
      if (tcp) { // in UDP it would let two have the same port
        sockets.setReuseAddress(socket);
      }
      if (v6) {
        sockets.setIpv6Only(socket);
      }
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static String name(Publication publication, int port) {
    String before = "";
    if (publication.hostAddress().isPresent()) {
      IpAddress address = publication.hostAddress().get();
      before = address.isV6() ? "[" + address + "]:" : address + ":";
    }
    return before + port + "/" + publication.protocol().word();
  }

  private static String reason(IpAddress address, Errno errno) {
    if (errno == Errno.EADDRINUSE) {
      return "a process of the host has this port";
    }
    if (errno == Errno.EADDRNOTAVAIL) {
      return address + " is no address of this host";
    }
    return errno.toString();
  }
}
