package io.jrunc.linux.abi;

/** Options of waitid(2) and wait4(2). */
public enum WaitOption implements PortableConstant {
  WNOHANG(1),
  WUNTRACED(2),
  WEXITED(4),
  WCONTINUED(8),
  WNOWAIT(0x1000000);

  private final long value;

  WaitOption(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
