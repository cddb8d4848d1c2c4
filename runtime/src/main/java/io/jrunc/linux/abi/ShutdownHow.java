package io.jrunc.linux.abi;

/** Which half shutdown(2) closes. */
public enum ShutdownHow implements PortableConstant {
  SHUT_RD(0),
  SHUT_WR(1),
  SHUT_RDWR(2);

  private final long value;

  ShutdownHow(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
