package io.jrunc.linux.abi;

import java.util.Optional;

/** Flags in {@code struct sched_attr}. */
public enum SchedulingFlag implements PortableConstant {
  SCHED_FLAG_RESET_ON_FORK(1),
  SCHED_FLAG_RECLAIM(2),
  SCHED_FLAG_DL_OVERRUN(4),
  SCHED_FLAG_KEEP_POLICY(8),
  SCHED_FLAG_KEEP_PARAMS(0x10),
  SCHED_FLAG_UTIL_CLAMP_MIN(0x20),
  SCHED_FLAG_UTIL_CLAMP_MAX(0x40);

  private final long value;

  SchedulingFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /**
   * The one with this name, such as {@code SCHED_FLAG_RECLAIM}, exactly so; empty if there is none.
   */
  public static Optional<SchedulingFlag> named(String name) {
    for (SchedulingFlag candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
