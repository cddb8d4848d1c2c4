package io.jrunc.linux.abi;

/** Flags of fspick(2). */
public enum FspickFlag implements PortableConstant {
  FSPICK_CLOEXEC(1),
  FSPICK_SYMLINK_NOFOLLOW(2),
  FSPICK_NO_AUTOMOUNT(4),
  FSPICK_EMPTY_PATH(8);

  private final long value;

  FspickFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
