package io.jrunc.stats;

import io.jrunc.spec.stats.MemoryCounter;
import io.jrunc.spec.stats.MemoryStats;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a group's memory. */
final class MemoryReader {
  private MemoryReader() {}

  /** Of a group without the controller. */
  static MemoryStats none() {
    MemoryCounter none = MemoryCounter.none();
    return new MemoryStats(
        0,
        none,
        none,
        none,
        none,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty());
  }

  static MemoryStats v1(GroupFiles group) {
    SortedMap<String, Long> stat = group.keyed("memory.stat");
    return new MemoryStats(
        GroupFiles.value(stat, "cache"),
        counter(group, "memory."),
        counter(group, "memory.memsw."),
        counter(group, "memory.kmem."),
        counter(group, "memory.kmem.tcp."),
        stat,
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty());
  }

  private static MemoryCounter counter(GroupFiles group, String prefix) {
    return new MemoryCounter(
        group.number(prefix + "limit_in_bytes"),
        group.number(prefix + "usage_in_bytes"),
        group.number(prefix + "max_usage_in_bytes"),
        group.number(prefix + "failcnt"));
  }

  static MemoryStats v2(GroupFiles group) {
    SortedMap<String, Long> stat = group.keyed("memory.stat");
    SortedMap<String, Long> events = group.keyed("memory.events");
    SortedMap<String, Long> eventsLocal = group.keyed("memory.events.local");
    // version 1 counts only the times that the group's own limit was met; local is since 5.2
    long failures = GroupFiles.value(eventsLocal.isEmpty() ? events : eventsLocal, "max");
    MemoryCounter usage =
        new MemoryCounter(
            group.number("memory.max"),
            group.number("memory.current"),
            group.number("memory.peak"),
            failures);
    return new MemoryStats(
        GroupFiles.value(stat, "file"),
        usage,
        swap(group, usage),
        MemoryCounter.none(),
        MemoryCounter.none(),
        stat,
        events,
        eventsLocal,
        PressureReader.read(group, "memory.pressure"));
  }

  /**
   * Memory and swap together, as version 1 counts them. The highest usages don't add up: they need
   * not have been at the same time.
   */
  private static MemoryCounter swap(GroupFiles group, MemoryCounter memory) {
    if (!group.has("memory.swap.current")) {
      return MemoryCounter.none();
    }
    long limit = group.number("memory.swap.max");
    boolean isLimited = limit != GroupFiles.UNLIMITED && memory.limit() != GroupFiles.UNLIMITED;
    return new MemoryCounter(
        isLimited ? limit + memory.limit() : GroupFiles.UNLIMITED,
        group.number("memory.swap.current") + memory.usage(),
        0,
        GroupFiles.value(group.keyed("memory.swap.events"), "max"));
  }
}
