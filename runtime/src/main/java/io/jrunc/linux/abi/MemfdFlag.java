package io.jrunc.linux.abi;

/** Flags of memfd_create(2); the last two need Linux 6.3. */
public enum MemfdFlag implements PortableConstant {
  MFD_CLOEXEC(1),
  MFD_ALLOW_SEALING(2),
  MFD_HUGETLB(4),
  MFD_NOEXEC_SEAL(8),
  MFD_EXEC(0x10);

  private final long value;

  MemfdFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
