package io.jrunc.linux.abi;

/** Operations of seccomp(2), from {@code linux/seccomp.h}. */
public enum SeccompOperation implements PortableConstant {
  SECCOMP_SET_MODE_STRICT(0),
  SECCOMP_SET_MODE_FILTER(1),
  SECCOMP_GET_ACTION_AVAIL(2),
  SECCOMP_GET_NOTIF_SIZES(3);

  private final long value;

  SeccompOperation(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
