package io.jrunc.linux.abi;

/** Flags of seccomp(2) with {@link SeccompOperation#SECCOMP_SET_MODE_FILTER}. */
public enum SeccompFlag implements PortableConstant {
  SECCOMP_FILTER_FLAG_TSYNC(1),
  SECCOMP_FILTER_FLAG_LOG(2),
  SECCOMP_FILTER_FLAG_SPEC_ALLOW(4),
  SECCOMP_FILTER_FLAG_NEW_LISTENER(8),
  SECCOMP_FILTER_FLAG_TSYNC_ESRCH(0x10),
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV(0x20);

  private final long value;

  SeccompFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
