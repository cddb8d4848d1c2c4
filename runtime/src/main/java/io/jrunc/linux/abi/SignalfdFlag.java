package io.jrunc.linux.abi;

/** Flags of signalfd4(2). */
public enum SignalfdFlag implements PortableConstant {
  SFD_NONBLOCK(0x800),
  SFD_CLOEXEC(0x80000);

  private final long value;

  SignalfdFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
