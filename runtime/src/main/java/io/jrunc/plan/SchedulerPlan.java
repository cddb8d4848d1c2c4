package io.jrunc.plan;

import io.jrunc.linux.abi.SchedulingFlag;
import io.jrunc.linux.abi.SchedulingPolicy;
import java.util.List;

/**
 * How the kernel's scheduler treats a program; what the policy doesn't look at is 0.
 *
 * @param nice -20 to 19
 * @param priority 1 to 99 for the policies fifo and rr
 * @param runtime nanoseconds in every period, for the policy deadline
 * @param deadline nanoseconds from the begin of a period
 * @param period nanoseconds; 0: as long as the deadline
 */
public record SchedulerPlan(
    SchedulingPolicy policy,
    List<SchedulingFlag> flags,
    int nice,
    int priority,
    long runtime,
    long deadline,
    long period) {

  public SchedulerPlan {
    flags = List.copyOf(flags);
  }
}
