package io.jrunc.linux.abi;

/**
 * Seals of a memfd, arguments of fcntl(2) with {@link FcntlCommand#F_ADD_SEALS}; {@link
 * #F_SEAL_EXEC} needs Linux 6.3.
 */
public enum Seal implements PortableConstant {
  F_SEAL_SEAL(1),
  F_SEAL_SHRINK(2),
  F_SEAL_GROW(4),
  F_SEAL_WRITE(8),
  F_SEAL_FUTURE_WRITE(0x10),
  F_SEAL_EXEC(0x20);

  private final long value;

  Seal(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
