package io.jrunc.linux.abi;

/** Flags of open_tree(2), beside those of {@link AtFlag}, which are repeated here. */
public enum OpenTreeFlag implements PortableConstant {
  OPEN_TREE_CLONE(1),
  OPEN_TREE_CLOEXEC(0x80000),
  AT_SYMLINK_NOFOLLOW(0x100),
  AT_NO_AUTOMOUNT(0x800),
  AT_EMPTY_PATH(0x1000),
  AT_RECURSIVE(0x8000);

  private final long value;

  OpenTreeFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
