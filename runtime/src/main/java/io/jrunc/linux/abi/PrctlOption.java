package io.jrunc.linux.abi;

/** Options of prctl(2), from {@code linux/prctl.h}. */
public enum PrctlOption implements PortableConstant {
  PR_SET_PDEATHSIG(1),
  PR_GET_PDEATHSIG(2),
  PR_GET_DUMPABLE(3),
  PR_SET_DUMPABLE(4),
  PR_GET_KEEPCAPS(7),
  PR_SET_KEEPCAPS(8),
  PR_SET_NAME(15),
  PR_GET_NAME(16),
  PR_GET_SECCOMP(21),
  PR_SET_SECCOMP(22),
  PR_CAPBSET_READ(23),
  PR_CAPBSET_DROP(24),
  PR_GET_SECUREBITS(27),
  PR_SET_SECUREBITS(28),
  PR_SET_CHILD_SUBREAPER(36),
  PR_GET_CHILD_SUBREAPER(37),
  PR_SET_NO_NEW_PRIVS(38),
  PR_GET_NO_NEW_PRIVS(39),
  PR_SET_THP_DISABLE(41),
  PR_GET_THP_DISABLE(42),
  PR_CAP_AMBIENT(47),
  PR_SET_IO_FLUSHER(57);

  private final long value;

  PrctlOption(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }
}
