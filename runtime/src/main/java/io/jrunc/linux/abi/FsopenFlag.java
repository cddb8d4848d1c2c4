package io.jrunc.linux.abi;

/** Flags of fsopen(2). */
public enum FsopenFlag implements PortableConstant {
  FSOPEN_CLOEXEC(1);

  private final long value;

  FsopenFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
