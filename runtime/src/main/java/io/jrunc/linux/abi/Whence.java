package io.jrunc.linux.abi;

/** Where lseek(2) counts from. */
public enum Whence implements PortableConstant {
  SEEK_SET(0),
  SEEK_CUR(1),
  SEEK_END(2),
  SEEK_DATA(3),
  SEEK_HOLE(4);

  private final long value;

  Whence(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
