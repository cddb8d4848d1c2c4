package io.jrunc.linux.abi;

/** Options of setsockopt(2) at level {@link SocketLevel#SOL_IPV6}. */
public enum Ipv6Option implements PortableConstant {
  IPV6_V6ONLY(26);

  private final long value;

  Ipv6Option(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
