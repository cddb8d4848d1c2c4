package io.jrunc.linux.abi;

/** Socket types and their flags, of socket(2), socketpair(2) and accept4(2). */
public enum SocketType implements PortableConstant {
  SOCK_SEQPACKET(5),
  SOCK_RAW(3),
  SOCK_DGRAM(2),
  SOCK_STREAM(1),
  SOCK_NONBLOCK(0x800),
  SOCK_CLOEXEC(0x80000);

  private final long value;

  SocketType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
