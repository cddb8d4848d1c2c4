package io.jrunc.linux.abi;

/** Options of setsockopt(2) at level {@link SocketLevel#SOL_NETLINK}. */
public enum NetlinkOption implements PortableConstant {
  NETLINK_CAP_ACK(10),
  NETLINK_EXT_ACK(11),
  NETLINK_GET_STRICT_CHK(12);

  private final long value;

  NetlinkOption(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
