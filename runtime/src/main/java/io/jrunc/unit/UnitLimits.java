package io.jrunc.unit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the files of a cgroup are in the words of systemd, which writes the files of its units again
 * whenever it is reloaded. What it has no property for it leaves alone, so that is left out.
 */
public final class UnitLimits {
  private static final long INFINITY = -1; // all bits of an unsigned number
  private static final long SECOND = 1_000_000;

  /** One percent of a second: systemd keeps a quota in whole percents, across a reload. */
  private static final long PERCENT = 10_000;

  private static final long USUAL_PERIOD = 100_000;
  private static final long USUAL_WEIGHT = 100;

  private static final int FIRST_WITH_CPUSET = 244;

  private static final int FIRST_WITH_PERIOD = 242;
  private static final int FIRST_WITH_IDLE = 252;

  /** Files with one amount, or {@code max}. */
  private static final Map<String, String> AMOUNTS =
      Map.ofEntries(
          Map.entry("memory.max", "MemoryMax"),
          Map.entry("memory.high", "MemoryHigh"),
          Map.entry("memory.low", "MemoryLow"),
          Map.entry("memory.min", "MemoryMin"),
          Map.entry("memory.swap.max", "MemorySwapMax"),
          Map.entry("memory.limit_in_bytes", "MemoryLimit"),
          Map.entry("pids.max", "TasksMax"),
          Map.entry("cpu.weight", "CPUWeight"),
          Map.entry("cpu.shares", "CPUShares"),
          Map.entry("blkio.weight", "BlockIOWeight"),
          Map.entry("blkio.bfq.weight", "BlockIOWeight"));

  /** The keys of io.max. */
  private static final Map<String, String> THROTTLES =
      Map.of(
          "rbps", "IOReadBandwidthMax",
          "wbps", "IOWriteBandwidthMax",
          "riops", "IOReadIOPSMax",
          "wiops", "IOWriteIOPSMax");

  private final int version;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, String> signatures = new LinkedHashMap<>();
  private long quota;
  private long period;

  private UnitLimits(int version) {
    this.version = version;
  }

  /**
   * The properties that stand for these files.
   *
   * @param limits in the order in which they are written
   * @param version of systemd
   */
  public static List<UnitProperty> properties(List<Limit> limits, int version) {
    UnitLimits unit = new UnitLimits(version);
    for (Limit limit : limits) {
      unit.addIfNumber(limit);
    }
    unit.addBandwidth();
    List<UnitProperty> properties = new ArrayList<>();
    for (Map.Entry<String, Object> value : unit.values.entrySet()) {
      String signature = Objects.requireNonNull(unit.signatures.get(value.getKey()));
      properties.add(new UnitProperty(value.getKey(), new TypedValue(signature, value.getValue())));
    }
    return properties;
  }

  /** What is no number is left to the kernel to refuse, with the name of the field. */
  private void addIfNumber(Limit limit) {
    try {
      add(limit.file(), limit.value());
    } catch (NumberFormatException e) {
      return;
    }
  }

  private void add(String file, String value) {
    String amount = AMOUNTS.get(file);
    if (amount != null) {
      addAmount(amount, value);
      return;
    }
    switch (file) {
      case "cpu.idle" -> addIdle(value);
      case "cpu.max" -> {
        String[] times = value.split(" ", 2);
        quota = times[0].equals("max") ? -1 : number(times[0]);
        period = times.length > 1 ? number(times[1]) : 0;
      }
      case "cpu.cfs_quota_us" -> quota = number(value);
      case "cpu.cfs_period_us" -> period = number(value);
      case "cpuset.cpus" -> addSet("AllowedCPUs", value);
      case "cpuset.mems" -> addSet("AllowedMemoryNodes", value);
      case "io.weight" -> addWeight(value);
      case "io.bfq.weight" -> addBfqWeight(value);
      case "io.max" -> addThrottles(value);
      default -> {
        // systemd has no property for it
      }
    }
  }

  private void put(String name, String signature, Object value) {
    values.put(name, value);
    signatures.put(name, signature);
  }

  private void addAmount(String name, String value) {
    boolean idle = name.equals("CPUWeight") && Long.valueOf(0).equals(values.get(name));
    if (!idle) {
      long amount = value.equals("max") ? INFINITY : number(value);
      // a container has one process at least, so 1 forbids as much as 0, which systemd refuses
      put(name, "t", name.equals("TasksMax") && amount == 0 ? 1L : amount);
    }
  }

  private void addIdle(String value) {
    if (value.equals("1") && version >= FIRST_WITH_IDLE) {
      put("CPUWeight", "t", 0L);
    }
  }

  private void addBandwidth() {
    if (period != 0 && version >= FIRST_WITH_PERIOD) {
      put("CPUQuotaPeriodUSec", "t", period);
    }
    if (quota > 0) {
      long each = period == 0 ? USUAL_PERIOD : period;
      long percents = (quota * (SECOND / PERCENT) + each - 1) / each;
      put("CPUQuotaPerSecUSec", "t", percents * PERCENT);
    } else if (quota != 0 || period != 0) {
      put("CPUQuotaPerSecUSec", "t", INFINITY);
    }
  }

  /** A list such as {@code 0-3,8} as bits, the first number in the lowest bit of the first byte. */
  private void addSet(String name, String list) {
    if (version < FIRST_WITH_CPUSET) {
      return;
    }
    List<Object> bytes = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.trim().split("-", 2);
      long first = number(ends[0]);
      long last = ends.length > 1 ? number(ends[1]) : first;
      for (long i = first; i >= 0 && i <= last && i < 1 << 16; i++) {
        while (bytes.size() <= i / 8) {
          bytes.add(0L);
        }
        bytes.set((int) (i / 8), (Long) bytes.get((int) (i / 8)) | 1L << (i % 8));
      }
    }
    if (!bytes.isEmpty()) {
      put(name, "ay", bytes);
    }
  }

  private void addWeight(String value) {
    String[] words = value.split(" ", 2);
    String weight = words[words.length - 1];
    if (words.length == 1 || words[0].equals("default")) {
      put("IOWeight", "t", number(weight));
    } else if (!weight.equals("default")) {
      addDevice("IODeviceWeight", words[0], number(weight));
    }
  }

  /** The weight that systemd makes this of. */
  private void addBfqWeight(String value) {
    String[] words = value.split(" ", 2);
    if (words.length == 1 || words[0].equals("default")) {
      long weight = number(words[words.length - 1]);
      boolean low = weight <= USUAL_WEIGHT;
      put("IOWeight", "t", low ? weight : USUAL_WEIGHT + (weight - USUAL_WEIGHT) * 11);
    }
  }

  private void addThrottles(String value) {
    String[] words = value.split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      String[] limit = words[i].split("=", 2);
      String name = THROTTLES.get(limit[0]);
      if (name != null && limit.length == 2) {
        addDevice(name, words[0], limit[1].equals("max") ? INFINITY : number(limit[1]));
      }
    }
  }

  private void addDevice(String name, String device, long amount) {
    List<Object> devices = new ArrayList<>();
    if (values.get(name) instanceof List<?> before) {
      devices.addAll(before);
    }
    devices.add(List.of("/dev/block/" + device, amount));
    put(name, "a(st)", devices);
  }

  private static long number(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }
}
