package io.jrunc.spec;

/** Flags of sched_setattr(2), with the kernel's names. */
public enum SchedulerFlag implements Word {
  SCHED_FLAG_RESET_ON_FORK,
  SCHED_FLAG_RECLAIM,
  SCHED_FLAG_DL_OVERRUN,
  SCHED_FLAG_KEEP_POLICY,
  SCHED_FLAG_KEEP_PARAMS,
  SCHED_FLAG_UTIL_CLAMP_MIN,
  SCHED_FLAG_UTIL_CLAMP_MAX;

  @Override
  public String word() {
    return name();
  }
}
