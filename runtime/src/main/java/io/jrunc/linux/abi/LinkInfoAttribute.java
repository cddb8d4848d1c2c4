package io.jrunc.linux.abi;

/** Attributes inside {@link LinkAttribute#IFLA_LINKINFO}, of linux/if_link.h. */
public enum LinkInfoAttribute implements PortableConstant {
  IFLA_INFO_KIND(1),
  IFLA_INFO_DATA(2),
  IFLA_INFO_SLAVE_KIND(4),
  IFLA_INFO_SLAVE_DATA(5);

  private final long value;

  LinkInfoAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
