package io.jrunc.linux.abi;

/** Attributes of a netlink error, of linux/netlink.h. */
public enum NetlinkErrorAttribute implements PortableConstant {
  NLMSGERR_ATTR_MSG(1),
  NLMSGERR_ATTR_OFFS(2);

  private final long value;

  NetlinkErrorAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
