package io.jrunc.cgroup;

import java.util.OptionalLong;

/**
 * What holds in a group before new limits are written; the kernel's own checks between two files
 * decide in which order they can be changed.
 *
 * @param memoryLimit bytes; empty when unlimited
 * @param memoryUsage bytes; empty when unknown
 * @param cpuQuota microseconds in each period; empty when unlimited
 * @param cpuPeriod microseconds
 * @param cpuBurst microseconds
 * @param realtimePeriod microseconds; 0 when unknown
 */
public record PresentLimits(
    OptionalLong memoryLimit,
    OptionalLong memoryUsage,
    OptionalLong cpuQuota,
    long cpuPeriod,
    long cpuBurst,
    long realtimePeriod) {

  /** The kernel's period for a new group, in microseconds. */
  static final long DEFAULT_PERIOD = 100_000;

  /** Those of a group that was just made. */
  public static PresentLimits ofNewGroup() {
    return new PresentLimits(
        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), DEFAULT_PERIOD, 0, 0);
  }
}
