package io.jrunc.linux.abi;

/** What rt_sigprocmask(2) does with the set. */
public enum SignalMaskOperation implements PortableConstant {
  SIG_BLOCK(0),
  SIG_UNBLOCK(1),
  SIG_SETMASK(2);

  private final long value;

  SignalMaskOperation(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
