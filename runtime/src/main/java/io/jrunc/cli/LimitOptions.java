package io.jrunc.cli;

import io.jrunc.engine.LimitSource;
import io.jrunc.engine.Warnings;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.Cpu;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Network;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code update} that name a limit each; an empty value is as good as none. */
final class LimitOptions {
  private static final Option BLKIO_WEIGHT =
      Option.valued("--blkio-weight", "N", "Weight of block I/O, 10 to 1000.");
  private static final Option CPU_PERIOD =
      Option.valued("--cpu-period", "MICROSECONDS", "Period that a quota is for.");
  private static final Option CPU_QUOTA =
      Option.valued("--cpu-quota", "MICROSECONDS", "Time in each period; -1 for no limit.");
  private static final Option CPU_BURST =
      Option.valued("--cpu-burst", "MICROSECONDS", "Unused time that a period may have more.");
  private static final Option CPU_SHARE =
      Option.valued("--cpu-share", "N", "Weight beside other containers, 2 to 262144.");
  private static final Option CPU_RT_PERIOD =
      Option.valued("--cpu-rt-period", "MICROSECONDS", "Period of real-time programs.");
  private static final Option CPU_RT_RUNTIME =
      Option.valued("--cpu-rt-runtime", "MICROSECONDS", "Time in each of those periods.");
  private static final Option CPUSET_CPUS =
      Option.valued("--cpuset-cpus", "LIST", "Processors that may be used, such as 0-3,7.");
  private static final Option CPUSET_MEMS =
      Option.valued("--cpuset-mems", "LIST", "Memory nodes that may be used.");
  private static final Option CPU_IDLE =
      Option.valued("--cpu-idle", "0|1", "1: run only when nobody else wants to.");
  private static final Option MEMORY =
      Option.valued("--memory", "SIZE", "Most memory, such as 512m; -1 for no limit.");
  private static final Option MEMORY_RESERVATION =
      Option.valued("--memory-reservation", "SIZE", "Memory that is spared when it gets scarce.");
  private static final Option MEMORY_SWAP =
      Option.valued("--memory-swap", "SIZE", "Most memory and swap together; -1 for no limit.");
  private static final Option PIDS_LIMIT =
      Option.valued("--pids-limit", "N", "Most processes and threads; -1 for no limit.");
  static final Option L3_CACHE_SCHEMA =
      Option.valued("--l3-cache-schema", "SCHEMA", "Part of the last cache (Intel RDT).");
  static final Option MEM_BW_SCHEMA =
      Option.valued("--mem-bw-schema", "SCHEMA", "Part of the memory bandwidth (Intel RDT).");
  private static final Option KERNEL_MEMORY = Option.valued("--kernel-memory", "SIZE", "");
  private static final Option KERNEL_MEMORY_TCP = Option.valued("--kernel-memory-tcp", "SIZE", "");

  private static final List<Option> ALL =
      List.of(
          BLKIO_WEIGHT,
          CPU_PERIOD,
          CPU_QUOTA,
          CPU_BURST,
          CPU_SHARE,
          CPU_RT_PERIOD,
          CPU_RT_RUNTIME,
          CPUSET_CPUS,
          CPUSET_MEMS,
          CPU_IDLE,
          MEMORY,
          MEMORY_RESERVATION,
          MEMORY_SWAP,
          PIDS_LIMIT,
          L3_CACHE_SCHEMA,
          MEM_BW_SCHEMA,
          KERNEL_MEMORY,
          KERNEL_MEMORY_TCP);

  private static final int MAX_WEIGHT = 1000;

  private final Arguments arguments;
  private final Map<String, String> names = new HashMap<>();

  private LimitOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  static List<Option> withThese(Option first) {
    List<Option> options = new ArrayList<>(ALL.size() + 1);
    options.add(first);
    options.addAll(ALL);
    return options;
  }

  /** Tells of those that have no meaning any more. */
  static void warnOfObsolete(Arguments arguments, Warnings warnings) {
    for (Option option : List.of(KERNEL_MEMORY, KERNEL_MEMORY_TCP)) {
      if (!arguments.value(option).orElse("").isEmpty()) {
        warnings.insist(option.name() + " has no effect: kernels limit all memory together");
      }
    }
  }

  /**
   * The limits that they ask for.
   *
   * @throws UsageException naming the option whose value has no meaning
   */
  static LimitSource source(Arguments arguments) {
    LimitOptions options = new LimitOptions(arguments);
    Resources resources = options.resources();
    return new LimitSource.FromOptions(resources, options.names);
  }

  private Resources resources() {
    return new Resources(
        List.of(),
        memory(),
        cpu(),
        new Pids(whole(PIDS_LIMIT, "/pids/limit")),
        blockIo(),
        List.of(),
        Network.none(),
        Map.of(),
        Map.of());
  }

  private Memory memory() {
    return new Memory(
        size(MEMORY, "/memory/limit"),
        size(MEMORY_RESERVATION, "/memory/reservation"),
        size(MEMORY_SWAP, "/memory/swap"),
        null,
        null,
        null,
        null,
        null,
        false);
  }

  private Cpu cpu() {
    return new Cpu(
        count(CPU_SHARE, "/cpu/shares"),
        whole(CPU_QUOTA, "/cpu/quota"),
        count(CPU_BURST, "/cpu/burst"),
        count(CPU_PERIOD, "/cpu/period"),
        whole(CPU_RT_RUNTIME, "/cpu/realtimeRuntime"),
        count(CPU_RT_PERIOD, "/cpu/realtimePeriod"),
        value(CPUSET_CPUS, "/cpu/cpus"),
        value(CPUSET_MEMS, "/cpu/mems"),
        idle());
  }

  private @Nullable Long idle() {
    Long idle = count(CPU_IDLE, "/cpu/idle");
    if (idle != null && idle > 1) {
      throw wrong(CPU_IDLE, Long.toString(idle), "is neither 0 nor 1");
    }
    return idle;
  }

  private BlockIo blockIo() {
    Long weight = count(BLKIO_WEIGHT, "/blockIO/weight");
    if (weight == null) {
      return BlockIo.none();
    }
    if (weight > MAX_WEIGHT) {
      throw wrong(BLKIO_WEIGHT, Long.toString(weight), "is not from 10 to 1000");
    }
    return new BlockIo(
        Math.toIntExact(weight), null, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private @Nullable String value(Option option, String pointer) {
    names.put(pointer, option.name());
    String value = arguments.value(option).orElse("");
    return value.isEmpty() ? null : value;
  }

  private @Nullable Long count(Option option, String pointer) {
    String value = value(option, pointer);
    if (value == null) {
      return null;
    }
    long number = Digits.number(value, Long.MAX_VALUE);
    if (number < 0) {
      throw wrong(option, value, "is not a count");
    }
    return number;
  }

  private @Nullable Long whole(Option option, String pointer) {
    String value = value(option, pointer);
    if (value == null) {
      return null;
    }
    boolean negative = value.startsWith("-");
    long number = Digits.number(negative ? value.substring(1) : value, Long.MAX_VALUE);
    if (number < 0) {
      throw wrong(option, value, "is not a whole number");
    }
    return negative ? -number : number;
  }

  private @Nullable Long size(Option option, String pointer) {
    String value = value(option, pointer);
    if (value == null || value.equals("-1")) {
      return value == null ? null : Long.valueOf(-1);
    }
    long bytes = Digits.bytes(value);
    if (bytes < 0) {
      throw wrong(option, value, "is not a size in bytes, such as 64m or 1.5g, or -1 for no limit");
    }
    return bytes;
  }

  private static UsageException wrong(Option option, String value, String problem) {
    return new UsageException(option.name() + ": \"" + value + "\" " + problem);
  }
}
