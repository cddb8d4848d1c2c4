package io.jrunc.cgroup;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what holds in a group, from the files of whichever version it is of. */
final class GroupReader {

  private final CgroupFiles files;

  GroupReader(CgroupFiles files) {
    this.files = files;
  }

  /** Empty if the group is gone. */
  Optional<MemoryFacts> memory(Path group) {
    OptionalLong usage = KernelText.number(first(group, "memory.usage_in_bytes", "memory.current"));
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    String events = first(group, "memory.oom_control", "memory.events");
    return Optional.of(
        new MemoryFacts(
            memoryLimit(group),
            usage.getAsLong(),
            KernelText.number(first(group, "memory.max_usage_in_bytes", "memory.peak")),
            KernelText.keyed(events, "oom_kill").orElse(0)));
  }

  /**
   * The limits that others have to be fitted to.
   *
   * @param memory the group of the memory controller, if there is one
   * @param cpu the group of the cpu controller, if there is one
   */
  PresentLimits limits(Optional<Path> memory, Optional<Path> cpu) {
    OptionalLong limit = OptionalLong.empty();
    OptionalLong usage = OptionalLong.empty();
    if (memory.isPresent()) {
      limit = memoryLimit(memory.get());
      usage = KernelText.number(first(memory.get(), "memory.usage_in_bytes", "memory.current"));
    }
    String quota = "";
    String period = "";
    String burst = "";
    String realtimePeriod = "";
    if (cpu.isPresent()) {
      String max = first(cpu.get(), "cpu.cfs_quota_us", "cpu.max");
      int space = max.indexOf(' ');
      quota = space < 0 ? max : max.substring(0, space);
      period = space < 0 ? read(cpu.get(), "cpu.cfs_period_us") : max.substring(space + 1);
      burst = first(cpu.get(), "cpu.cfs_burst_us", "cpu.max.burst");
      realtimePeriod = read(cpu.get(), "cpu.rt_period_us");
    }
    return new PresentLimits(
        limit,
        usage,
        KernelText.limit(quota),
        KernelText.number(period).orElse(PresentLimits.DEFAULT_PERIOD),
        KernelText.number(burst).orElse(0),
        KernelText.number(realtimePeriod).orElse(0));
  }

  private OptionalLong memoryLimit(Path group) {
    return KernelText.limit(first(group, "memory.limit_in_bytes", "memory.max"));
  }

  private String first(Path group, String v1, String v2) {
    Optional<String> text = files.read(group.resolve(v1));
    return text.isPresent() ? text.get() : read(group, v2);
  }

  private String read(Path group, String file) {
    return files.read(group.resolve(file)).orElse("");
  }
}
