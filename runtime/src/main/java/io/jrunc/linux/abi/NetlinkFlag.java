package io.jrunc.linux.abi;

/** Flags of netlink messages, of linux/netlink.h; what they mean depends on the message's type. */
public enum NetlinkFlag implements PortableConstant {
  NLM_F_REQUEST(1),
  NLM_F_MULTI(2),
  NLM_F_ACK(4),
  NLM_F_ECHO(8),
  NLM_F_DUMP_INTR(0x10),
  NLM_F_ROOT(0x100),
  NLM_F_MATCH(0x200),
  NLM_F_DUMP(0x300),
  NLM_F_REPLACE(0x100),
  NLM_F_EXCL(0x200),
  NLM_F_CREATE(0x400),
  NLM_F_APPEND(0x800),
  NLM_F_CAPPED(0x100),
  NLM_F_ACK_TLVS(0x200);

  private final long value;

  NetlinkFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
