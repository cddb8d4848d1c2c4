package io.jrunc.spec.stats;

import java.util.List;

/**
 * Which processors and memory nodes may be used. The flags, and the pressure, are those of version
 * 1; 0 where there are none.
 *
 * @param cpus numbers of processors
 * @param mems numbers of memory nodes
 */
public record CpusetStats(
    List<Integer> cpus,
    long cpuExclusive,
    List<Integer> mems,
    long memHardwall,
    long memExclusive,
    long memoryMigrate,
    long memorySpreadPage,
    long memorySpreadSlab,
    long memoryPressure,
    long schedLoadBalance,
    long schedRelaxDomainLevel) {

  /** Copies the collections. */
  public CpusetStats {
    cpus = List.copyOf(cpus);
    mems = List.copyOf(mems);
  }
}
