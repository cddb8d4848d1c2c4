package io.jrunc.linux.abi;

/** Attributes of a veth device inside {@link LinkInfoAttribute#IFLA_INFO_DATA}, of linux/veth.h. */
public enum VethAttribute implements PortableConstant {
  VETH_INFO_PEER(1);

  private final long value;

  VethAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
