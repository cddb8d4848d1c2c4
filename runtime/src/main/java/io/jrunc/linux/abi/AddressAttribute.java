package io.jrunc.linux.abi;

/** Attributes of an address in rtnetlink(7), of linux/if_addr.h. */
public enum AddressAttribute implements PortableConstant {
  IFA_ADDRESS(1),
  IFA_LOCAL(2),
  IFA_LABEL(3),
  IFA_BROADCAST(4),
  IFA_CACHEINFO(6),
  IFA_FLAGS(8),
  IFA_RT_PRIORITY(9);

  private final long value;

  AddressAttribute(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
