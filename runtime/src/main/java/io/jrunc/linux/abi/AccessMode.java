package io.jrunc.linux.abi;

/** What faccessat2(2) asks about; zero, F_OK, asks whether the file exists. */
public enum AccessMode implements PortableConstant {
  F_OK(0),
  X_OK(1),
  W_OK(2),
  R_OK(4);

  private final long value;

  AccessMode(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
