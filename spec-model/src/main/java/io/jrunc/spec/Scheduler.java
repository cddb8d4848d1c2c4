package io.jrunc.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes for sched_setattr(2); what is absent is 0 there.
 *
 * @param policy how the process is scheduled
 * @param nice for the policies other and batch, -20 to 19
 * @param priority for the policies fifo and rr, 1 to 99
 * @param flags modify the policy
 * @param runtime for the policy deadline, unsigned nanoseconds
 * @param deadline for the policy deadline, unsigned nanoseconds
 * @param period for the policy deadline, unsigned nanoseconds
 */
public record Scheduler(
    SchedulerPolicy policy,
    @Nullable Integer nice,
    @Nullable Integer priority,
    List<SchedulerFlag> flags,
    @Nullable Long runtime,
    @Nullable Long deadline,
    @Nullable Long period) {

  /** Copies the collections. */
  public Scheduler {
    flags = List.copyOf(flags);
  }
}
