package io.jrunc.linux.abi;

/** Attributes of a network device in rtnetlink(7), of linux/if_link.h. */
public enum LinkAttribute implements PortableConstant {
  IFLA_ADDRESS(1),
  IFLA_IFNAME(3),
  IFLA_MTU(4),
  IFLA_LINK(5),
  IFLA_MASTER(10),
  IFLA_LINKINFO(18),
  IFLA_IFALIAS(20),
  IFLA_NET_NS_FD(28),
  IFLA_NEW_IFINDEX(49);

  private final long value;

  LinkAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
