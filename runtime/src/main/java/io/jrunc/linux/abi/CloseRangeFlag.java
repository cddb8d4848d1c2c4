package io.jrunc.linux.abi;

/** Flags of close_range(2); {@link #CLOSE_RANGE_CLOEXEC} needs Linux 5.11. */
public enum CloseRangeFlag implements PortableConstant {
  CLOSE_RANGE_UNSHARE(2),
  CLOSE_RANGE_CLOEXEC(4);

  private final long value;

  CloseRangeFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
