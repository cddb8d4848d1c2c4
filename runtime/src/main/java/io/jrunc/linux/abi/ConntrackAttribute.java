package io.jrunc.linux.abi;

/** Attributes of tracked connections, of linux/netfilter/nfnetlink_conntrack.h. */
public enum ConntrackAttribute implements PortableConstant {
  CTA_TUPLE_ORIG(1),
  CTA_TUPLE_REPLY(2),
  CTA_ID(12),
  CTA_ZONE(18),
  CTA_FILTER(25),
  /** Inside a tuple. */
  CTA_TUPLE_IP(1),
  CTA_TUPLE_PROTO(2),
  /** Inside CTA_TUPLE_IP. */
  CTA_IP_V4_SRC(1),
  CTA_IP_V4_DST(2),
  CTA_IP_V6_SRC(3),
  CTA_IP_V6_DST(4),
  /** Inside CTA_TUPLE_PROTO. */
  CTA_PROTO_NUM(1),
  CTA_PROTO_SRC_PORT(2),
  CTA_PROTO_DST_PORT(3),
  /** Inside CTA_FILTER. */
  CTA_FILTER_ORIG_FLAGS(1);

  private final long value;

  ConntrackAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
