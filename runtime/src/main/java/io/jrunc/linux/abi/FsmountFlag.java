package io.jrunc.linux.abi;

/** Flags of fsmount(2). */
public enum FsmountFlag implements PortableConstant {
  FSMOUNT_CLOEXEC(1);

  private final long value;

  FsmountFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
