package io.jrunc.linux.abi;

/** Flags of pidfd_open(2); {@link #PIDFD_NONBLOCK} needs Linux 5.10, {@link #PIDFD_THREAD} 6.9. */
public enum PidfdFlag implements PortableConstant {
  PIDFD_NONBLOCK(0x800),
  PIDFD_THREAD(0x80);

  private final long value;

  PidfdFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
