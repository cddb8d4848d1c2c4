package io.jrunc.bundle;

import io.jrunc.spec.Process;
import io.jrunc.spec.Scheduler;
import io.jrunc.spec.SchedulerPolicy;
import io.jrunc.spec.Spec;
import org.jspecify.annotations.Nullable;

/** Of the attributes for sched_setattr(2), only those that the policy looks at are given. */
final class SchedulerRule {
  private static final String POINTER = "/process/scheduler";

  /** The kernel takes no shorter runtime, in nanoseconds. */
  private static final long SHORTEST = 1024;

  private SchedulerRule() {}

  static void check(Spec spec, Problems problems) {
    Process process = spec.process();
    Scheduler scheduler = process == null ? null : process.scheduler();
    if (scheduler == null) {
      return;
    }
    if (scheduler.policy() == SchedulerPolicy.SCHED_ISO) {
      problems.add(POINTER + "/policy", "SCHED_ISO is reserved: no kernel has it");
    }
    priority(scheduler, problems);
    if (scheduler.policy() == SchedulerPolicy.SCHED_DEADLINE) {
      times(scheduler, problems);
    } else {
      noTime("runtime", scheduler.runtime(), problems);
      noTime("deadline", scheduler.deadline(), problems);
      noTime("period", scheduler.period(), problems);
    }
  }

  private static void priority(Scheduler scheduler, Problems problems) {
    int priority = scheduler.priority() == null ? 0 : scheduler.priority();
    switch (scheduler.policy()) {
      case SCHED_FIFO, SCHED_RR -> {
        if (priority == 0) {
          problems.add(
              POINTER + "/priority", "must be between 1 and 99 for " + scheduler.policy().word());
        }
      }
      default -> {
        if (priority != 0) {
          problems.add(POINTER + "/priority", "is only for SCHED_FIFO and SCHED_RR");
        }
      }
    }
  }

  private static void noTime(String name, @Nullable Long time, Problems problems) {
    if (time != null && time != 0) {
      problems.add(POINTER + "/" + name, "is only for SCHED_DEADLINE");
    }
  }

  /** The kernel wants runtime &lt;= deadline &lt;= period, and takes the deadline for no period. */
  private static void times(Scheduler scheduler, Problems problems) {
    long runtime = scheduler.runtime() == null ? 0 : scheduler.runtime();
    long deadline = scheduler.deadline() == null ? 0 : scheduler.deadline();
    long period = scheduler.period() == null ? 0 : scheduler.period();
    if (runtime < SHORTEST) { // also what is above the largest signed number
      problems.add(POINTER + "/runtime", allowed(SHORTEST));
    }
    if (deadline < Math.max(runtime, SHORTEST)) {
      problems.add(POINTER + "/deadline", allowed(Math.max(runtime, SHORTEST)));
    }
    if (period != 0 && period < Math.max(deadline, SHORTEST)) {
      problems.add(POINTER + "/period", allowed(Math.max(deadline, SHORTEST)));
    }
  }

  private static String allowed(long least) {
    return "must be between " + least + " and " + Long.MAX_VALUE + " for SCHED_DEADLINE";
  }
}
