package io.jrunc.linux.abi;

/** {@code si_code} of waitid(2). */
public enum ChildCode implements PortableConstant {
  CLD_EXITED(1),
  CLD_KILLED(2),
  CLD_DUMPED(3),
  CLD_TRAPPED(4),
  CLD_STOPPED(5),
  CLD_CONTINUED(6);

  private final long value;

  ChildCode(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
