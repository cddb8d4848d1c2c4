package io.jrunc.linux.abi;

/**
 * Attributes of a bridge's port inside {@link LinkInfoAttribute#IFLA_INFO_SLAVE_DATA}, of
 * linux/if_link.h.
 */
public enum BridgePortAttribute implements PortableConstant {
  IFLA_BRPORT_MODE(4);

  private final long value;

  BridgePortAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
