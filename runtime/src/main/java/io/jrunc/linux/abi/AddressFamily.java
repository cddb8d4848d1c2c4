package io.jrunc.linux.abi;

/** Address families of socket(2). */
public enum AddressFamily implements PortableConstant {
  AF_UNSPEC(0),
  AF_UNIX(1),
  AF_INET(2),
  AF_INET6(10),
  AF_NETLINK(16),
  AF_PACKET(17);

  private final long value;

  AddressFamily(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
