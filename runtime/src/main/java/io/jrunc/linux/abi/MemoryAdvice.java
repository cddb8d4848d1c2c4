package io.jrunc.linux.abi;

/** What madvise(2) tells the kernel of memory. */
public enum MemoryAdvice implements PortableConstant {
  MADV_DONTNEED(4);

  private final long value;

  MemoryAdvice(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
