package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Credentials;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.ControlMessageType;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.Ipv6Option;
import io.jrunc.linux.abi.MessageFlag;
import io.jrunc.linux.abi.NetlinkOption;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PortableConstant;
import io.jrunc.linux.abi.ShutdownHow;
import io.jrunc.linux.abi.SocketLevel;
import io.jrunc.linux.abi.SocketOption;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.linux.abi.SyscallNumber;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sockets, on system calls. */
final class JnaSocketCalls implements SocketCalls {

  /** Bytes of a path in {@code struct sockaddr_un}, with the zero byte at its end. */
  private static final int SUN_PATH = 108;

  private static final int SOCKADDR_UN = 2 + SUN_PATH;
  private static final int UCRED = 12;

  /** {@code struct timeval}: seconds, microseconds. */
  private static final int TIMEVAL = 16;

  /** {@code struct sockaddr_in}: family, port, 4 bytes of address. */
  private static final int SOCKADDR_IN = 16;

  /** {@code struct sockaddr_in6}: family, port, flow, 16 bytes of address, scope. */
  private static final int SOCKADDR_IN6 = 28;

  /** {@code struct msghdr}, and where its fields begin. */
  private static final int MSGHDR = 56;

  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_CONTROL = 32;
  private static final int MSG_CONTROLLEN = 40;
  private static final int MSG_FLAGS = 48;
  private static final int IOVEC = 16;

  /** {@code struct cmsghdr}: length, level, type; the data follow, the next begins at 8 bytes. */
  private static final int CMSGHDR = 16;

  private static final int CMSG_LEVEL = 8;
  private static final int CMSG_TYPE = 12;

  /** The kernel's limit of descriptors in a message. */
  private static final int SCM_MAX_FD = 253;

  private static final int CONTROL = CMSGHDR + align(SCM_MAX_FD * 4) + CMSGHDR + align(UCRED);

  private final Syscalls syscalls;
  private final FileCalls files;

  JnaSocketCalls(Syscalls syscalls, FileCalls files) {
    this.syscalls = syscalls;
    this.files = files;
  }

  @Override
  public Fd socket(AddressFamily family, SocketType type, int protocol) {
    long bits = Flags.bits(type, SocketType.SOCK_CLOEXEC);
    return syscalls.open(SyscallNumber.SOCKET, family.name(), family.value(), bits, protocol);
  }

  @Override
  public SocketPair socketpair(SocketType type) {
    long bits = Flags.bits(type, SocketType.SOCK_CLOEXEC);
    try (Scratch scratch = syscalls.scratch()) {
      long pair = scratch.reserve(8);
      syscalls.call(
          SyscallNumber.SOCKETPAIR, type.name(), AddressFamily.AF_UNIX.value(), bits, 0, pair);
      return new SocketPair(
          syscalls.fd(scratch.getInt(pair), "socket pair"),
          syscalls.fd(scratch.getInt(pair + 4), "socket pair"));
    }
  }

  @Override
  public void bind(Fd socket, String path) {
    withAddress(SyscallNumber.BIND, socket, path);
  }

  @Override
  public void bind(Fd socket, byte[] address, int port) {
    boolean v6 = address.length > 4;
    try (Scratch scratch = syscalls.scratch()) {
      long structure = scratch.reserve(v6 ? SOCKADDR_IN6 : SOCKADDR_IN);
      AddressFamily family = v6 ? AddressFamily.AF_INET6 : AddressFamily.AF_INET;
      scratch.putShort(structure, (int) family.value());
      scratch.putShort(structure + 2, networkOrder(port));
      scratch.put(structure + (v6 ? 8 : 4), address);
      syscalls.call(
          SyscallNumber.BIND,
          "port " + port,
          socket.number(),
          structure,
          v6 ? SOCKADDR_IN6 : SOCKADDR_IN);
    }
  }

  private static int networkOrder(int port) {
    boolean swap = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return swap ? (port & 0xff) << 8 | port >> 8 : port;
  }

  @Override
  public void listen(Fd socket, int backlog) {
    syscalls.call(SyscallNumber.LISTEN, socket.toString(), socket.number(), backlog);
  }

  @Override
  public Fd accept(Fd socket) {
    return syscalls.open(
        SyscallNumber.ACCEPT4,
        socket.toString(),
        socket.number(),
        0,
        0,
        SocketType.SOCK_CLOEXEC.value());
  }

  @Override
  public void connect(Fd socket, String path) {
    if (path.startsWith("@")) {
      connectToName(socket, path);
    } else {
      withAddress(SyscallNumber.CONNECT, socket, path);
    }
  }

  /** A name that is no path begins with a zero byte, and is as long as the address says. */
  private void connectToName(Fd socket, String name) {
    int length = name.getBytes(UTF_8).length;
    if (length >= SUN_PATH) {
      throw new KernelException("connect", name, Errno.ENAMETOOLONG);
    }
    try (Scratch scratch = syscalls.scratch()) {
      long structure = scratch.reserve(SOCKADDR_UN);
      scratch.putShort(structure, (int) AddressFamily.AF_UNIX.value());
      scratch.put(structure + 3, name.substring(1));
      syscalls.call(SyscallNumber.CONNECT, name, socket.number(), structure, 2 + length);
    }
  }

  /** A path that is too long for an address is reached by an open directory in procfs. */
  private void withAddress(SyscallNumber call, Fd socket, String path) {
    if (path.getBytes(UTF_8).length < SUN_PATH) {
      withAddress(call, socket, path, path);
      return;
    }
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "." : path.substring(0, slash + 1);
    try (Fd open = files.open(directory, OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      withAddress(call, socket, open.path() + "/" + path.substring(slash + 1), path);
    }
  }

  private void withAddress(SyscallNumber call, Fd socket, String address, String path) {
    if (address.getBytes(UTF_8).length >= SUN_PATH) {
      throw new KernelException(call.callName(), path, Errno.ENAMETOOLONG);
    }
    try (Scratch scratch = syscalls.scratch()) {
      long structure = scratch.reserve(SOCKADDR_UN);
      scratch.putShort(structure, (int) AddressFamily.AF_UNIX.value());
      scratch.put(structure + 2, address);
      syscalls.call(call, path, socket.number(), structure, SOCKADDR_UN);
    }
  }

  @Override
  public void setPassCredentials(Fd socket) {
    switchOn(socket, SocketLevel.SOL_SOCKET, SocketOption.SO_PASSCRED);
  }

  @Override
  public void setReuseAddress(Fd socket) {
    switchOn(socket, SocketLevel.SOL_SOCKET, SocketOption.SO_REUSEADDR);
  }

  @Override
  public void setIpv6Only(Fd socket) {
    switchOn(socket, SocketLevel.SOL_IPV6, Ipv6Option.IPV6_V6ONLY);
  }

  @Override
  public void setNetlinkOption(Fd socket, NetlinkOption option) {
    switchOn(socket, SocketLevel.SOL_NETLINK, option);
  }

  private void switchOn(Fd socket, SocketLevel level, PortableConstant option) {
    try (Scratch scratch = syscalls.scratch()) {
      long one = scratch.reserve(4);
      scratch.putInt(one, 1);
      syscalls.call(
          SyscallNumber.SETSOCKOPT,
          socket.toString(),
          socket.number(),
          level.value(),
          option.value(),
          one,
          4);
    }
  }

  @Override
  public void setSendTimeout(Fd socket, Duration atMost) {
    try (Scratch scratch = syscalls.scratch()) {
      long timeval = scratch.reserve(TIMEVAL);
      scratch.putLong(timeval, atMost.getSeconds());
      scratch.putLong(timeval + 8, atMost.getNano() / 1000);
      syscalls.call(
          SyscallNumber.SETSOCKOPT,
          socket.toString(),
          socket.number(),
          SocketLevel.SOL_SOCKET.value(),
          SocketOption.SO_SNDTIMEO.value(),
          timeval,
          TIMEVAL);
    }
  }

  @Override
  public int getOption(Fd socket, SocketOption option) {
    try (Scratch scratch = syscalls.scratch()) {
      long value = scratch.reserve(4);
      getOption(socket, option, scratch, value, 4);
      return scratch.getInt(value);
    }
  }

  private void getOption(Fd socket, SocketOption option, Scratch scratch, long value, int size) {
    long length = scratch.reserve(4);
    scratch.putInt(length, size);
    syscalls.call(
        SyscallNumber.GETSOCKOPT,
        socket.toString(),
        socket.number(),
        SocketLevel.SOL_SOCKET.value(),
        option.value(),
        value,
        length);
  }

  @Override
  public Credentials getPeerCredentials(Fd socket) {
    try (Scratch scratch = syscalls.scratch()) {
      long ucred = scratch.reserve(UCRED);
      getOption(socket, SocketOption.SO_PEERCRED, scratch, ucred, UCRED);
      return credentials(scratch, ucred);
    }
  }

  @Override
  public PidFd getPeerPidFd(Fd socket, Pid peer) {
    try (Scratch scratch = syscalls.scratch()) {
      long number = scratch.reserve(4);
      getOption(socket, SocketOption.SO_PEERPIDFD, scratch, number, 4);
      return new PidFd(peer, syscalls.fd(scratch.getInt(number), "process " + peer));
    }
  }

  @Override
  public void sendmsg(Fd socket, byte[] bytes, Fd... descriptors) {
    try (Scratch scratch = syscalls.scratch(bytes.length + CONTROL + MSGHDR + IOVEC + 64)) {
      long data = scratch.bytes(bytes);
      long header = messageHeader(scratch, data, bytes.length);
      if (descriptors.length > 0) {
        putDescriptors(scratch, header, descriptors);
      }
      long sent = send(socket, header);
      while (sent < bytes.length) {
        scratch.putLong(header + MSG_CONTROLLEN, 0);
        putVector(scratch, header, data + sent, bytes.length - sent);
        sent += send(socket, header);
      }
    }
  }

  private long send(Fd socket, long header) {
    return syscalls.call(
        SyscallNumber.SENDMSG,
        socket.toString(),
        socket.number(),
        header,
        MessageFlag.MSG_NOSIGNAL.value());
  }

  private static long messageHeader(Scratch scratch, long data, long length) {
    long header = scratch.reserve(MSGHDR);
    scratch.putLong(header + MSG_IOV, scratch.reserve(IOVEC));
    scratch.putLong(header + MSG_IOVLEN, 1);
    putVector(scratch, header, data, length);
    return header;
  }

  private static void putVector(Scratch scratch, long header, long data, long length) {
    long vector = scratch.getLong(header + MSG_IOV);
    scratch.putLong(vector, data);
    scratch.putLong(vector + 8, length);
  }

  private static void putDescriptors(Scratch scratch, long header, Fd... descriptors) {
    int size = descriptors.length * 4;
    long control = scratch.reserve(CMSGHDR + align(size));
    scratch.putLong(control, CMSGHDR + size);
    scratch.putInt(control + CMSG_LEVEL, (int) SocketLevel.SOL_SOCKET.value());
    scratch.putInt(control + CMSG_TYPE, (int) ControlMessageType.SCM_RIGHTS.value());
    for (int i = 0; i < descriptors.length; i++) {
      scratch.putInt(control + CMSGHDR + i * 4L, descriptors[i].number());
    }
    scratch.putLong(header + MSG_CONTROL, control);
    scratch.putLong(header + MSG_CONTROLLEN, CMSGHDR + align(size));
  }

  @Override
  public int lengthOfNext(Fd socket) {
    long flags = Flags.bits(MessageFlag.MSG_PEEK, MessageFlag.MSG_TRUNC);
    long length = syscalls.tryCall(SyscallNumber.RECVFROM, socket.number(), 0, 0, flags);
    return length == -Errno.ECONNRESET.number()
        ? 0
        : (int) Syscalls.check(SyscallNumber.RECVFROM, socket.toString(), length);
  }

  @Override
  public Optional<Message> recvmsg(Fd socket, int maximum) {
    try (Scratch scratch = syscalls.scratch(maximum + CONTROL + MSGHDR + IOVEC + 64)) {
      long data = scratch.reserve(maximum);
      long header = messageHeader(scratch, data, maximum);
      scratch.putLong(header + MSG_CONTROL, scratch.reserve(CONTROL));
      scratch.putLong(header + MSG_CONTROLLEN, CONTROL);
      long received =
          syscalls.tryCall(
              SyscallNumber.RECVMSG, socket.number(), header, MessageFlag.MSG_CMSG_CLOEXEC.value());
      if (received == -Errno.ECONNRESET.number()) {
        return Optional.empty();
      }
      Syscalls.check(SyscallNumber.RECVMSG, socket.toString(), received);
      Message message = message(scratch, header, scratch.getBytes(data, (int) received), socket);
      if (received == 0 && message.descriptors().isEmpty()) {
        return Optional.empty();
      }
      refuseTruncated(scratch.getInt(header + MSG_FLAGS), socket, message);
      return Optional.of(message);
    }
  }

  private Message message(Scratch scratch, long header, byte[] bytes, Fd socket) {
    List<Fd> descriptors = new ArrayList<>();
    Optional<Credentials> sender = Optional.empty();
    long at = scratch.getLong(header + MSG_CONTROL);
    long end = at + scratch.getLong(header + MSG_CONTROLLEN);
    while (at + CMSGHDR <= end) {
      long next = at + scratch.getLong(at);
      if (scratch.getInt(at + CMSG_LEVEL) == SocketLevel.SOL_SOCKET.value()) {
        int type = scratch.getInt(at + CMSG_TYPE);
        if (type == ControlMessageType.SCM_CREDENTIALS.value()) {
          sender = Optional.of(credentials(scratch, at + CMSGHDR));
        } else if (type == ControlMessageType.SCM_RIGHTS.value()) {
          for (long fd = at + CMSGHDR; fd < next; fd += 4) {
            descriptors.add(syscalls.fd(scratch.getInt(fd), "descriptor from " + socket));
          }
        }
      }
      at += align((int) (next - at));
    }
    return new Message(bytes, descriptors, sender);
  }

  private static void refuseTruncated(int flags, Fd socket, Message message) {
    long truncated = Flags.bits(MessageFlag.MSG_TRUNC, MessageFlag.MSG_CTRUNC);
    if ((flags & truncated) != 0) {
      message.close();
      throw new KernelException(
          SyscallNumber.RECVMSG.callName(), socket.toString(), Errno.EMSGSIZE);
    }
  }

  @Override
  public void shutdown(Fd socket, ShutdownHow how) {
    syscalls.call(SyscallNumber.SHUTDOWN, socket.toString(), socket.number(), how.value());
  }

  private static Credentials credentials(Scratch scratch, long ucred) {
    int pid = scratch.getInt(ucred);
    return new Credentials(
        pid > 0 ? Optional.of(new Pid(pid)) : Optional.empty(),
        scratch.getUnsigned(ucred + 4),
        scratch.getUnsigned(ucred + 8));
  }

  private static int align(int length) {
    return (length + 7) & ~7;
  }
}
