package io.jrunc.spec.stats;

import java.util.List;

/**
 * Time on processors, in nanoseconds.
 *
 * @param total of all processors
 * @param perCpu of each; version 2 doesn't tell
 * @param perCpuKernel of each, in the kernel
 * @param perCpuUser of each, in programs
 * @param kernel of all, in the kernel
 * @param user of all, in programs
 */
public record CpuUsage(
    long total,
    List<Long> perCpu,
    List<Long> perCpuKernel,
    List<Long> perCpuUser,
    long kernel,
    long user) {

  /** Copies the collections. */
  public CpuUsage {
    perCpu = List.copyOf(perCpu);
    perCpuKernel = List.copyOf(perCpuKernel);
    perCpuUser = List.copyOf(perCpuUser);
  }
}
