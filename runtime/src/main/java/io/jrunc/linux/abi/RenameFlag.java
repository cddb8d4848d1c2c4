package io.jrunc.linux.abi;

/** Flags of renameat2(2). */
public enum RenameFlag implements PortableConstant {
  RENAME_NOREPLACE(1),
  RENAME_EXCHANGE(2),
  RENAME_WHITEOUT(4);

  private final long value;

  RenameFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
