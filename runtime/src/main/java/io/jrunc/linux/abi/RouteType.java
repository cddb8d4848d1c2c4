package io.jrunc.linux.abi;

/** Types of rtnetlink(7) messages, of linux/rtnetlink.h. */
public enum RouteType implements PortableConstant {
  RTM_NEWLINK(16),
  RTM_DELLINK(17),
  RTM_GETLINK(18),
  RTM_SETLINK(19),
  RTM_NEWADDR(20),
  RTM_DELADDR(21),
  RTM_GETADDR(22),
  RTM_NEWROUTE(24),
  RTM_DELROUTE(25),
  RTM_GETROUTE(26);

  private final long value;

  RouteType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
