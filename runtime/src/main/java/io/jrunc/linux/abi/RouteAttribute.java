package io.jrunc.linux.abi;

/** Attributes of a route in rtnetlink(7), of linux/rtnetlink.h. */
public enum RouteAttribute implements PortableConstant {
  RTA_DST(1),
  RTA_OIF(4),
  RTA_GATEWAY(5),
  RTA_PRIORITY(6),
  RTA_MULTIPATH(9),
  RTA_TABLE(15);

  private final long value;

  RouteAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
