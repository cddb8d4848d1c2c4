package io.jrunc.linux.abi;

/**
 * Flags of the calls whose names end in "at", and of statx(2) and mount_setattr(2).
 *
 * <p>{@link #AT_REMOVEDIR} belongs to unlinkat(2) and {@link #AT_EACCESS}, the same number, to
 * faccessat2(2).
 */
public enum AtFlag implements PortableConstant {
  AT_SYMLINK_NOFOLLOW(0x100),
  AT_REMOVEDIR(0x200),
  AT_EACCESS(0x200),
  AT_SYMLINK_FOLLOW(0x400),
  AT_NO_AUTOMOUNT(0x800),
  AT_EMPTY_PATH(0x1000),
  AT_STATX_FORCE_SYNC(0x2000),
  AT_STATX_DONT_SYNC(0x4000),
  AT_RECURSIVE(0x8000);

  /** In place of a directory: relative paths begin at the working directory. */
  public static final int AT_FDCWD = -100;

  private final long value;

  AtFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
