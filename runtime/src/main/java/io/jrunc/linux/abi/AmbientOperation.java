package io.jrunc.linux.abi;

/** Second argument of prctl(2) with {@link PrctlOption#PR_CAP_AMBIENT}. */
public enum AmbientOperation implements PortableConstant {
  PR_CAP_AMBIENT_IS_SET(1),
  PR_CAP_AMBIENT_RAISE(2),
  PR_CAP_AMBIENT_LOWER(3),
  PR_CAP_AMBIENT_CLEAR_ALL(4);

  private final long value;

  AmbientOperation(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
