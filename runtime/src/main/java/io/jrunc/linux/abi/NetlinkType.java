package io.jrunc.linux.abi;

/** Types of messages that are the same in every netlink protocol, of linux/netlink.h. */
public enum NetlinkType implements PortableConstant {
  NLMSG_NOOP(1),
  NLMSG_ERROR(2),
  NLMSG_DONE(3),
  NLMSG_OVERRUN(4);

  private final long value;

  NetlinkType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
