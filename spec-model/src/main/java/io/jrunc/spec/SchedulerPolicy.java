package io.jrunc.spec;

/** Scheduling policies of sched_setattr(2), with the kernel's names. */
public enum SchedulerPolicy implements Word {
  SCHED_OTHER,
  SCHED_FIFO,
  SCHED_RR,
  SCHED_BATCH,
  SCHED_ISO,
  SCHED_IDLE,
  SCHED_DEADLINE;

  @Override
  public String word() {
    return name();
  }
}
