package io.jrunc.linux;

import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.NetlinkOption;
import io.jrunc.linux.abi.ShutdownHow;
import io.jrunc.linux.abi.SocketOption;
import io.jrunc.linux.abi.SocketType;
import java.time.Duration;
import java.util.Optional;

/** Sockets; a path may be longer than the 107 bytes of an address, its last part may not. */
public interface SocketCalls {

  /** A socket, such as AF_NETLINK with its protocol's number. */
  Fd socket(AddressFamily family, SocketType type, int protocol);

  /** Two connected Unix sockets. */
  SocketPair socketpair(SocketType type);

  /**
   * Gives a Unix socket a path, which makes the file; ENAMETOOLONG if its last part is too long.
   */
  void bind(Fd socket, String path);

  /**
   * Gives a socket of AF_INET or AF_INET6 a port; EADDRINUSE if another has it, EADDRNOTAVAIL if
   * the address is no one of this host.
   *
   * @param address 4 or 16 bytes, the most significant first
   * @param port 1 to 65535
   */
  void bind(Fd socket, byte[] address, int port);

  /** Lets a socket have a port that only connections which have ended still keep. */
  void setReuseAddress(Fd socket);

  /** Keeps a socket of AF_INET6 from having its port in IPv4 as well. */
  void setIpv6Only(Fd socket);

  /** Lets others connect, so many waiting at a time. */
  void listen(Fd socket, int backlog);

  /** Waits for one that connects. */
  Fd accept(Fd socket);

  /**
   * Connects a Unix socket to a path, or to an abstract name that is written after {@code @};
   * ECONNREFUSED if nobody listens there any more.
   */
  void connect(Fd socket, String path);

  /** From now on every message that arrives tells who sent it. */
  void setPassCredentials(Fd socket);

  /** Switches an option of a netlink socket on. */
  void setNetlinkOption(Fd socket, NetlinkOption option);

  /** From now on connecting and sending take so long at most, and then give EAGAIN. */
  void setSendTimeout(Fd socket, Duration atMost);

  /** What an option of one number is set to. */
  int getOption(Fd socket, SocketOption option);

  /** Who connected, or listened at the time. */
  Credentials getPeerCredentials(Fd socket);

  /**
   * Holds the process that connected, or made the pair; ENOPROTOOPT before Linux 6.5.
   *
   * @param peer its number, from {@link #getPeerCredentials}
   */
  PidFd getPeerPidFd(Fd socket, Pid peer);

  /** Sends all bytes, and the descriptors with the first of them; EPIPE instead of a signal. */
  void sendmsg(Fd socket, byte[] bytes, Fd... descriptors);

  /**
   * Waits for a message, leaves it where it is, and says how many bytes it has; 0 is the end too.
   */
  int lengthOfNext(Fd socket);

  /**
   * Waits for a message. An empty answer is the end: the other side is closed, or died with
   * messages of ours unread (ECONNRESET).
   *
   * @param maximum bytes to receive; EMSGSIZE if a message is longer, or has more descriptors than
   *     this process may open
   */
  Optional<Message> recvmsg(Fd socket, int maximum);

  /** Ends one direction, or both. */
  void shutdown(Fd socket, ShutdownHow how);
}
