package io.jrunc.linux.abi;

/** Where a field of {@code struct statx} begins, and how many bytes it has. */
public enum StatxField {
  STX_MASK(0, 4),
  STX_BLKSIZE(4, 4),
  STX_ATTRIBUTES(8, 8),
  STX_NLINK(16, 4),
  STX_UID(20, 4),
  STX_GID(24, 4),
  STX_MODE(28, 2),
  STX_INO(32, 8),
  STX_SIZE(40, 8),
  STX_BLOCKS(48, 8),
  STX_ATTRIBUTES_MASK(56, 8),
  /** Seconds; nanoseconds follow, as 4 bytes. */
  STX_MTIME(112, 8),
  STX_RDEV_MAJOR(128, 4),
  STX_RDEV_MINOR(132, 4),
  STX_DEV_MAJOR(136, 4),
  STX_DEV_MINOR(140, 4),
  STX_MNT_ID(144, 8);

  /** Bytes in {@code struct statx}. */
  public static final int SIZE = 256;

  private final int offset;
  private final int bytes;

  StatxField(int offset, int bytes) {
    this.offset = offset;
    this.bytes = bytes;
  }

  /** Bytes from the beginning of the structure. */
  public int offset() {
    return offset;
  }

  /** Size in bytes: 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }
}
