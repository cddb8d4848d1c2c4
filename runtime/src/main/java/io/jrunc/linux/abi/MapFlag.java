package io.jrunc.linux.abi;

/** Flags of mmap(2); {@link #MAP_FIXED_NOREPLACE} is taken as a hint before Linux 4.17. */
public enum MapFlag implements PortableConstant {
  MAP_SHARED_VALIDATE(3),
  MAP_SHARED(1),
  MAP_PRIVATE(2),
  MAP_FIXED(0x10),
  MAP_ANONYMOUS(0x20),
  MAP_POPULATE(0x8000),
  MAP_FIXED_NOREPLACE(0x100000);

  private final long value;

  MapFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
