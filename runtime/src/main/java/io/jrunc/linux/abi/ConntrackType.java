package io.jrunc.linux.abi;

/**
 * Types of messages about tracked connections, of linux/netfilter/nfnetlink_conntrack.h, with the
 * number of that part of netfilter (NFNL_SUBSYS_CTNETLINK) in the higher byte.
 */
public enum ConntrackType implements PortableConstant {
  IPCTNL_MSG_CT_NEW(0x100),
  IPCTNL_MSG_CT_GET(0x101),
  IPCTNL_MSG_CT_DELETE(0x102);

  private final long value;

  ConntrackType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
