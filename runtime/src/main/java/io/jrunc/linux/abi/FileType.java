package io.jrunc.linux.abi;

/** File type bits of a mode; these, and none beside them, are what {@code mode & S_IFMT} gives. */
public enum FileType implements PortableConstant {
  S_IFSOCK(0140000),
  S_IFLNK(0120000),
  S_IFREG(0100000),
  S_IFBLK(060000),
  S_IFDIR(040000),
  S_IFCHR(020000),
  S_IFIFO(010000);

  /** {@code S_IFMT}: the bits of a mode that are the type. */
  public static final int MASK = 0170000;

  private final long value;

  FileType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
