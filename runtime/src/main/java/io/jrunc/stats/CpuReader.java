package io.jrunc.stats;

import io.jrunc.spec.stats.CpuStats;
import io.jrunc.spec.stats.CpuStats.Throttling;
import io.jrunc.spec.stats.CpuUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads the time that a group has spent on processors. */
final class CpuReader {

  /** Version 1 counts some times in hundredths of a second (USER_HZ). */
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final long NANOS_PER_MICRO = 1000;

  private CpuReader() {}

  /** The two controllers of version 1 need not be in the same hierarchy, or there at all. */
  static CpuStats v1(Optional<GroupFiles> cpuacct, Optional<GroupFiles> cpu) {
    CpuUsage usage =
        cpuacct.isPresent()
            ? usage(cpuacct.get())
            : new CpuUsage(0, List.of(), List.of(), List.of(), 0, 0);
    Throttling throttling = new Throttling(0, 0, 0);
    if (cpu.isPresent()) {
      SortedMap<String, Long> stat = cpu.get().keyed("cpu.stat");
      throttling = throttling(stat, GroupFiles.value(stat, "throttled_time"));
    }
    return new CpuStats(usage, throttling, Optional.empty());
  }

  private static CpuUsage usage(GroupFiles group) {
    SortedMap<String, Long> stat = group.keyed("cpuacct.stat");
    List<Long> perCpu = new ArrayList<>();
    for (String digits : GroupFiles.split(group.text("cpuacct.usage_percpu").orElse(""), " \n")) {
      perCpu.add(group.number("cpuacct.usage_percpu", digits));
    }
    List<Long> kernel = new ArrayList<>();
    List<Long> user = new ArrayList<>();
    List<String> lines = group.lines("cpuacct.usage_all");
    for (int i = 1; i < lines.size(); i++) { // the first one says: cpu user system
      List<String> fields = GroupFiles.split(lines.get(i), " ");
      if (fields.size() != 3) {
        throw group.notANumber("cpuacct.usage_all", lines.get(i));
      }
      user.add(group.number("cpuacct.usage_all", fields.get(1)));
      kernel.add(group.number("cpuacct.usage_all", fields.get(2)));
    }
    return new CpuUsage(
        group.number("cpuacct.usage"),
        perCpu,
        kernel,
        user,
        GroupFiles.value(stat, "system") * NANOS_PER_TICK,
        GroupFiles.value(stat, "user") * NANOS_PER_TICK);
  }

  /** Version 2 tells the times, in microseconds, without the controller as well. */
  static CpuStats v2(GroupFiles group) {
    SortedMap<String, Long> stat = group.keyed("cpu.stat");
    CpuUsage usage =
        new CpuUsage(
            GroupFiles.value(stat, "usage_usec") * NANOS_PER_MICRO,
            List.of(),
            List.of(),
            List.of(),
            GroupFiles.value(stat, "system_usec") * NANOS_PER_MICRO,
            GroupFiles.value(stat, "user_usec") * NANOS_PER_MICRO);
    long throttledTime = GroupFiles.value(stat, "throttled_usec") * NANOS_PER_MICRO;
    return new CpuStats(
        usage, throttling(stat, throttledTime), PressureReader.read(group, "cpu.pressure"));
  }

  private static Throttling throttling(SortedMap<String, Long> stat, long throttledTime) {
    return new Throttling(
        GroupFiles.value(stat, "nr_periods"),
        GroupFiles.value(stat, "nr_throttled"),
        throttledTime);
  }
}
