package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * Limits of the cpu and cpuset controllers; what is absent is left as it is.
 *
 * <p>Times are in microseconds.
 *
 * @param shares relative weight as in cgroup v1, unsigned 64-bit, 2 to 262144; 0 as if absent
 * @param quota time per period, -1 is unlimited
 * @param burst unused time that may be added to one period, unsigned 64-bit
 * @param period unsigned 64-bit
 * @param realtimeRuntime time per real-time period, cgroup v1 only
 * @param realtimePeriod unsigned 64-bit, cgroup v1 only
 * @param cpus list of CPUs such as {@code 0-3,7}
 * @param mems list of memory nodes
 * @param idle 1 makes the group idle, 0 normal
 */
public record Cpu(
    @Nullable Long shares,
    @Nullable Long quota,
    @Nullable Long burst,
    @Nullable Long period,
    @Nullable Long realtimeRuntime,
    @Nullable Long realtimePeriod,
    @Nullable String cpus,
    @Nullable String mems,
    @Nullable Long idle) {

  /** Just so much time per period, both in microseconds. */
  public static Cpu limited(long quota, long period) {
    return new Cpu(null, quota, null, period, null, null, null, null, null);
  }

  /** No limit. */
  public static Cpu none() {
    return new Cpu(null, null, null, null, null, null, null, null, null);
  }
}
