package io.jrunc.spec.stats;

import java.util.Optional;

/**
 * Time on processors.
 *
 * @param pressure of version 2, where the kernel measures it
 */
public record CpuStats(CpuUsage usage, Throttling throttling, Optional<PressureStats> pressure) {

  /**
   * How often the group was made to wait for its quota.
   *
   * @param periods in which it ran
   * @param throttledPeriods of them, those whose quota was used up
   * @param throttledTime nanoseconds
   */
  public record Throttling(long periods, long throttledPeriods, long throttledTime) {}
}
