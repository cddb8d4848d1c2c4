package io.jrunc.linux.abi;

/** What the id of waitid(2) is; {@link #P_PIDFD} needs Linux 5.4. */
public enum WaitIdType implements PortableConstant {
  P_ALL(0),
  P_PID(1),
  P_PGID(2),
  P_PIDFD(3);

  private final long value;

  WaitIdType(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
