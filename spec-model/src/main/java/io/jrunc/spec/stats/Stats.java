package io.jrunc.spec.stats;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a container uses at one moment, and has used so far.
 *
 * @param hugetlb by the size of the pages, such as {@code 2MB}
 * @param rdt empty if it has no shares of its own
 * @param interfaces of the container's own network namespace; none if it has no own
 */
public record Stats(
    CpuStats cpu,
    CpusetStats cpuset,
    MemoryStats memory,
    PidsStats pids,
    BlockIoStats blockIo,
    SortedMap<String, HugetlbStats> hugetlb,
    Optional<RdtStats> rdt,
    List<InterfaceStats> interfaces) {

  /** Copies the collections. */
  public Stats {
    hugetlb = Collections.unmodifiableSortedMap(new TreeMap<>(hugetlb));
    interfaces = List.copyOf(interfaces);
  }
}
