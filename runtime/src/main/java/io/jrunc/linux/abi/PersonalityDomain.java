package io.jrunc.linux.abi;

/** Execution domains of personality(2). */
public enum PersonalityDomain implements PortableConstant {
  PER_LINUX(0),
  PER_LINUX32(8);

  private final long value;

  PersonalityDomain(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
