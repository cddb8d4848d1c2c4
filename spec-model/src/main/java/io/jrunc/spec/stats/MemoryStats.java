package io.jrunc.spec.stats;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Memory, in bytes.
 *
 * @param cache of files
 * @param usage of memory
 * @param swap of memory and swap together, in version 2 too
 * @param kernel of memory in the kernel; version 1 only
 * @param kernelTcp of buffers of TCP; version 1 only
 * @param raw memory.stat, by its keys
 * @param events memory.events, by its keys: how often limits were met, in the group and below it;
 *     version 2 only
 * @param eventsLocal the same in the group alone; version 2 only
 * @param pressure of version 2, where the kernel measures it
 */
public record MemoryStats(
    long cache,
    MemoryCounter usage,
    MemoryCounter swap,
    MemoryCounter kernel,
    MemoryCounter kernelTcp,
    SortedMap<String, Long> raw,
    SortedMap<String, Long> events,
    SortedMap<String, Long> eventsLocal,
    Optional<PressureStats> pressure) {

  /** Copies the collections. */
  public MemoryStats {
    raw = copy(raw);
    events = copy(events);
    eventsLocal = copy(eventsLocal);
  }

  private static SortedMap<String, Long> copy(SortedMap<String, Long> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
