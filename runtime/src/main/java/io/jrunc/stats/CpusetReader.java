package io.jrunc.stats;

import io.jrunc.spec.stats.CpusetStats;
import java.util.ArrayList;
import java.util.List;

/** Reads which processors and memory nodes a group may use. */
final class CpusetReader {

  /** More than any machine has; a longer list is no list. */
  private static final int LARGEST = 0xffff;

  private CpusetReader() {}

  /** Of a group without the controller. */
  static CpusetStats none() {
    return new CpusetStats(List.of(), 0, List.of(), 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static CpusetStats v1(GroupFiles group) {
    return new CpusetStats(
        list(group, "cpuset.cpus"),
        group.number("cpuset.cpu_exclusive"),
        list(group, "cpuset.mems"),
        group.number("cpuset.mem_hardwall"),
        group.number("cpuset.mem_exclusive"),
        group.number("cpuset.memory_migrate"),
        group.number("cpuset.memory_spread_page"),
        group.number("cpuset.memory_spread_slab"),
        group.number("cpuset.memory_pressure"),
        group.number("cpuset.sched_load_balance"),
        group.signed("cpuset.sched_relax_domain_level"));
  }

  /** What holds, whether it was asked for or comes from above. */
  static CpusetStats v2(GroupFiles group) {
    return new CpusetStats(
        list(group, "cpuset.cpus.effective"),
        0,
        list(group, "cpuset.mems.effective"),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** A list such as {@code 0-3,8}. */
  private static List<Integer> list(GroupFiles group, String name) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : GroupFiles.split(group.text(name).orElse("").trim(), ",")) {
      int dash = range.indexOf('-');
      long first = group.number(name, dash < 0 ? range : range.substring(0, dash));
      long last = group.number(name, range.substring(dash + 1));
      if (first < 0 || last < first || last > LARGEST) {
        throw group.notANumber(name, range);
      }
      for (long i = first; i <= last; i++) {
        numbers.add((int) i);
      }
    }
    return numbers;
  }
}
