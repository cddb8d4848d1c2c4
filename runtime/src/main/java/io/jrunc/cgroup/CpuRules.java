package io.jrunc.cgroup;

import io.jrunc.spec.linux.Cpu;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The cpu and cpuset controllers. As in runc, 0 leaves shares and times as they are. */
final class CpuRules {

  private static final String CPU = "cpu";
  private static final String AT = SettingList.RESOURCES + "/cpu/";
  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262_144;

  private final Cpu asked;
  private final PresentLimits present;
  private final SettingList settings;

  private CpuRules(Cpu asked, PresentLimits present, SettingList settings) {
    this.asked = asked;
    this.present = present;
    this.settings = settings;
  }

  static void add(Cpu asked, PresentLimits present, SettingList settings) {
    CpuRules rules = new CpuRules(asked, present, settings);
    rules.addWeight();
    rules.addBandwidth();
    rules.addRealtime();
    rules.addCpuset("cpuset.cpus", asked.cpus(), AT + "cpus");
    rules.addCpuset("cpuset.mems", asked.mems(), AT + "mems");
  }

  /**
   * An idle group has a weight of its own and refuses another, so idle ends before or begins after.
   */
  private void addWeight() {
    Long idle = asked.idle();
    if (idle != null && idle == 0) {
      addIdle(idle);
    }
    long shares = orZero(asked.shares());
    if (shares != 0) {
      addShares(shares);
    }
    if (idle != null && idle != 0) {
      addIdle(idle);
    }
  }

  private void addIdle(long idle) {
    settings.add(CPU, "cpu.idle", "cpu.idle", Long.toString(idle), AT + "idle");
  }

  private void addShares(long shares) {
    String pointer = AT + "shares";
    if (shares < MIN_SHARES || shares > MAX_SHARES) {
      throw new CgroupException(
          pointer, Long.toUnsignedString(shares) + " is not from 2 to 262144");
    }
    boolean v1 = settings.require(CPU, pointer) == CgroupVersion.V1;
    if (v1) {
      settings.put(CPU, "cpu.shares", Long.toString(shares), pointer);
    } else {
      settings.put(CPU, "cpu.weight", Long.toString(weight(shares)), pointer);
    }
  }

  /**
   * The weight in version 2 that stands for shares in version 1: 10 to the power of a quadratic
   * function of their binary logarithm, which takes the least, the usual and the greatest shares
   * (2, 1024, 262144) to the least, the usual and the greatest weight (1, 100, 10000).
   */
  static long weight(long shares) {
    if (shares <= MIN_SHARES) {
      return 1;
    }
    if (shares >= MAX_SHARES) {
      return 10_000;
    }
    double log = Math.log((double) shares) / Math.log(2);
    double exponent = (log * log + 125 * log) / 612 - 7.0 / 34;
    // 1024 must give 100, whatever the last bit of a logarithm is
    return (long) Math.ceil(Math.pow(10, exponent) - 1e-9);
  }

  private void addBandwidth() {
    long quota = orZero(asked.quota());
    long period = orZero(asked.period());
    if (quota != 0) {
      SettingList.checkAmount(quota, AT + "quota");
    }
    // a burst can't be above the quota at any moment
    Long burst = asked.burst();
    if (burst != null && quota > 0 && Long.compareUnsigned(burst, quota) > 0) {
      throw new CgroupException(
          AT + "burst", Long.toUnsignedString(burst) + " is above the quota " + quota);
    }
    boolean shrinks = burst != null && Long.compareUnsigned(burst, present.cpuBurst()) <= 0;
    if (burst != null && shrinks) {
      addBurst(burst);
    }
    if (quota != 0 || period != 0) {
      addQuotaAndPeriod(quota, period);
    }
    if (burst != null && !shrinks) {
      addBurst(burst);
    }
  }

  private void addBurst(long burst) {
    settings.add(
        CPU, "cpu.cfs_burst_us", "cpu.max.burst", Long.toUnsignedString(burst), AT + "burst");
  }

  private void addQuotaAndPeriod(long quota, long period) {
    String pointer = AT + (quota == 0 ? "period" : "quota");
    if (settings.require(CPU, pointer) == CgroupVersion.V2) {
      settings.put(CPU, "cpu.max", v2Bandwidth(quota, period), pointer);
      return;
    }
    // the share of time must not be above the parent's between the two writes
    boolean longer = Long.compareUnsigned(period, present.cpuPeriod()) >= 0;
    if (longer) {
      addV1Period(period);
    }
    if (quota != 0) {
      settings.put(CPU, "cpu.cfs_quota_us", Long.toString(quota), AT + "quota");
    }
    if (!longer) {
      addV1Period(period);
    }
  }

  private void addV1Period(long period) {
    if (period != 0) {
      settings.put(CPU, "cpu.cfs_period_us", Long.toUnsignedString(period), AT + "period");
    }
  }

  private String v2Bandwidth(long quota, long period) {
    OptionalLong time = quota == 0 ? present.cpuQuota() : OptionalLong.of(quota);
    boolean unlimited = time.isEmpty() || time.getAsLong() == -1;
    return (unlimited ? "max" : Long.toString(time.getAsLong()))
        + " "
        + Long.toUnsignedString(period == 0 ? present.cpuPeriod() : period);
  }

  /** The kernel refuses any step between which the time is above the period. */
  private void addRealtime() {
    long period = orZero(asked.realtimePeriod());
    long runtime = orZero(asked.realtimeRuntime());
    boolean longer = Long.compareUnsigned(period, present.realtimePeriod()) >= 0;
    if (longer) {
      addRealtimePeriod(period);
    }
    if (runtime != 0) {
      settings.addV1(CPU, "cpu.rt_runtime_us", Long.toString(runtime), AT + "realtimeRuntime");
    }
    if (!longer) {
      addRealtimePeriod(period);
    }
  }

  private void addRealtimePeriod(long period) {
    if (period != 0) {
      settings.addV1(CPU, "cpu.rt_period_us", Long.toUnsignedString(period), AT + "realtimePeriod");
    }
  }

  private void addCpuset(String file, @Nullable String list, String pointer) {
    if (list != null && !list.isEmpty()) {
      settings.add("cpuset", file, file, list, pointer);
    }
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
