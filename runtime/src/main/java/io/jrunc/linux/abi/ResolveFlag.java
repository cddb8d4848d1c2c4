package io.jrunc.linux.abi;

/** How openat2(2) resolves a path, from {@code linux/openat2.h}. */
public enum ResolveFlag implements PortableConstant {
  RESOLVE_NO_XDEV(1),
  RESOLVE_NO_MAGICLINKS(2),
  RESOLVE_NO_SYMLINKS(4),
  RESOLVE_BENEATH(8),
  RESOLVE_IN_ROOT(0x10),
  RESOLVE_CACHED(0x20);

  private final long value;

  ResolveFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
