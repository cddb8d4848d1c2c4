package io.jrunc.linux.abi;

/** Levels of setsockopt(2). */
public enum SocketLevel implements PortableConstant {
  SOL_SOCKET(1),
  SOL_IPV6(41),
  SOL_NETLINK(270);

  private final long value;

  SocketLevel(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
