package io.jrunc.cgroup;

import io.jrunc.spec.linux.Memory;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory controller. As in runc, 0 leaves a size as it is, and no limit on memory means none on
 * swap either unless that is named.
 */
final class MemoryRules {

  private static final String MEMORY = "memory";
  private static final String AT = SettingList.RESOURCES + "/memory/";

  private final Memory asked;
  private final PresentLimits present;
  private final SettingList settings;

  private MemoryRules(Memory asked, PresentLimits present, SettingList settings) {
    this.asked = asked;
    this.present = present;
    this.settings = settings;
  }

  static void add(Memory asked, PresentLimits present, SettingList settings) {
    MemoryRules rules = new MemoryRules(asked, present, settings);
    rules.addLimits();
    rules.addReservation();
    rules.addKernelMemory();
    rules.addOthers();
  }

  private void addLimits() {
    long limit = orZero(asked.limit());
    long total = orZero(asked.swap());
    if (limit == 0 && total == 0) {
      return;
    }
    boolean v1 = settings.require(MEMORY, AT + (limit == 0 ? "swap" : "limit")) == CgroupVersion.V1;
    check(limit, total);
    if (v1) {
      addV1Limits(limit, total);
    } else {
      addV2Swap(limit, total);
      addLimit(limit);
    }
  }

  private void check(long limit, long total) {
    SettingList.checkAmount(limit, AT + "limit");
    SettingList.checkAmount(total, AT + "swap");
    if (limit > 0 && total > 0 && total < limit) {
      throw new CgroupException(
          AT + "swap",
          total + " is below the memory limit " + limit + ": it is memory and swap together");
    }
    if (limit == -1 && total > 0) {
      throw new CgroupException(AT + "swap", total + " needs a limit on memory as well");
    }
    if (asked.checkBeforeUpdate()) {
      checkAboveUsage(limit, AT + "limit");
      checkAboveUsage(total, AT + "swap");
    }
  }

  /** Version 1 refuses by itself what version 2 keeps by killing. */
  private void checkAboveUsage(long limit, String pointer) {
    if (limit > 0 && limit <= present.memoryUsage().orElse(-1)) {
      throw new CgroupException(
          pointer,
          limit + " is not above the present usage of " + present.memoryUsage().getAsLong());
    }
  }

  /** The kernel refuses any step between which memory alone is above memory and swap together. */
  private void addV1Limits(long limit, long total) {
    boolean totalFirst = total == -1 || total >= present.memoryLimit().orElse(Long.MAX_VALUE);
    if (limit == -1 && total == 0) {
      settings.putIfPresent(MEMORY, "memory.memsw.limit_in_bytes", "-1", AT + "limit");
    }
    if (totalFirst) {
      addV1Total(total);
    }
    addLimit(limit);
    if (!totalFirst) {
      addV1Total(total);
    }
  }

  private void addV1Total(long total) {
    if (total != 0) {
      settings.put(MEMORY, "memory.memsw.limit_in_bytes", Long.toString(total), AT + "swap");
    }
  }

  private void addLimit(long limit) {
    if (limit != 0) {
      settings.addAmount(MEMORY, "memory.limit_in_bytes", "memory.max", limit, AT + "limit");
    }
  }

  /** Version 2 limits swap alone. Without any accounting of swap there is none to forbid. */
  private void addV2Swap(long limit, long total) {
    String file = "memory.swap.max";
    if (total == -1 || (total == 0 && limit == -1)) {
      settings.putIfPresent(MEMORY, file, "max", AT + (total == 0 ? "limit" : "swap"));
    } else if (total != 0) {
      long swap = total - memoryBelow(limit, total);
      if (swap == 0) {
        settings.putIfPresent(MEMORY, file, "0", AT + "swap");
      } else {
        settings.put(MEMORY, file, Long.toString(swap), AT + "swap");
      }
    }
  }

  private long memoryBelow(long limit, long total) {
    OptionalLong memory = limit == 0 ? present.memoryLimit() : OptionalLong.of(limit);
    if (memory.isEmpty()) {
      throw new CgroupException(AT + "swap", total + " needs a limit on memory as well");
    }
    if (total < memory.getAsLong()) {
      throw new CgroupException(
          AT + "swap",
          total
              + " is below the memory limit "
              + memory.getAsLong()
              + ": it is memory and swap together");
    }
    return memory.getAsLong();
  }

  private void addReservation() {
    long reservation = orZero(asked.reservation());
    if (reservation != 0) {
      settings.addAmount(
          MEMORY, "memory.soft_limit_in_bytes", "memory.low", reservation, AT + "reservation");
    }
  }

  /** Obsolete in the specification; kernels from 5.16 on accept the first and do nothing. */
  private void addKernelMemory() {
    addObsolete(orZero(asked.kernel()), "memory.kmem.limit_in_bytes", AT + "kernel");
    addObsolete(orZero(asked.kernelTcp()), "memory.kmem.tcp.limit_in_bytes", AT + "kernelTCP");
  }

  private void addObsolete(long limit, String file, String pointer) {
    if (limit == 0) {
      return;
    }
    SettingList.checkAmount(limit, pointer);
    boolean unlimitedAnyway = limit == -1 && settings.require(MEMORY, pointer) == CgroupVersion.V2;
    if (!unlimitedAnyway) {
      settings.requireV1(MEMORY, pointer);
      settings.putIfPresent(MEMORY, file, Long.toString(limit), pointer);
    }
  }

  private void addOthers() {
    Long swappiness = asked.swappiness();
    // -1 is how old clients say "not set"
    if (swappiness != null && swappiness != -1) {
      settings.addV1(MEMORY, "memory.swappiness", Long.toString(swappiness), AT + "swappiness");
    }
    if (Boolean.TRUE.equals(asked.disableOomKiller())) {
      settings.addV1(MEMORY, "memory.oom_control", "1", AT + "disableOOMKiller");
    }
    // version 2 and new kernels of version 1 know nothing but hierarchies
    if (Boolean.TRUE.equals(asked.useHierarchy())
        && settings.require(MEMORY, AT + "useHierarchy") == CgroupVersion.V1) {
      settings.put(MEMORY, "memory.use_hierarchy", "1", AT + "useHierarchy");
    }
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
