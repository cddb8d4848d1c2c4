package io.jrunc.linux.abi;

/** Flags of a network device, of linux/if.h. */
public enum InterfaceFlag implements PortableConstant {
  IFF_UP(1),
  IFF_BROADCAST(2),
  IFF_LOOPBACK(8),
  IFF_RUNNING(0x40),
  IFF_LOWER_UP(0x10000);

  private final long value;

  InterfaceFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
