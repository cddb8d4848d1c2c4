package io.jrunc.linux.abi;

import java.util.Optional;

/** Scheduling policies of sched_setattr(2). */
public enum SchedulingPolicy implements PortableConstant {
  SCHED_OTHER(0),
  SCHED_FIFO(1),
  SCHED_RR(2),
  SCHED_BATCH(3),
  SCHED_ISO(4),
  SCHED_IDLE(5),
  SCHED_DEADLINE(6);

  private final long value;

  SchedulingPolicy(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /** The one with this name, such as {@code SCHED_BATCH}, exactly so; empty if there is none. */
  public static Optional<SchedulingPolicy> named(String name) {
    for (SchedulingPolicy candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
