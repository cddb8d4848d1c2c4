package io.jrunc.linux.abi;

/** Protection of mmap(2). */
public enum MemoryProtection implements PortableConstant {
  PROT_NONE(0),
  PROT_READ(1),
  PROT_WRITE(2),
  PROT_EXEC(4);

  private final long value;

  MemoryProtection(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
