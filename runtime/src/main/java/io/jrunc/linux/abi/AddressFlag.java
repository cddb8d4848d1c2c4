package io.jrunc.linux.abi;

/** Flags of an address, of linux/if_addr.h. */
public enum AddressFlag implements PortableConstant {
  IFA_F_SECONDARY(1),
  IFA_F_NODAD(2),
  IFA_F_DADFAILED(8),
  IFA_F_DEPRECATED(0x20),
  IFA_F_TENTATIVE(0x40),
  IFA_F_PERMANENT(0x80),
  IFA_F_MANAGETEMPADDR(0x100),
  IFA_F_NOPREFIXROUTE(0x200),
  IFA_F_MCAUTOJOIN(0x400);

  private final long value;

  AddressFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
