package io.jrunc.linux.abi;

/** Protocols of socket(2) in the family {@link AddressFamily#AF_NETLINK}. */
public enum NetlinkProtocol implements PortableConstant {
  NETLINK_ROUTE(0),
  NETLINK_NETFILTER(12);

  private final long value;

  NetlinkProtocol(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
