package io.jrunc.spec.json;

import io.jrunc.spec.stats.BlockIoStats;
import io.jrunc.spec.stats.CpuStats;
import io.jrunc.spec.stats.CpuUsage;
import io.jrunc.spec.stats.CpusetStats;
import io.jrunc.spec.stats.HugetlbStats;
import io.jrunc.spec.stats.InterfaceStats;
import io.jrunc.spec.stats.MemoryCounter;
import io.jrunc.spec.stats.MemoryStats;
import io.jrunc.spec.stats.PidsStats;
import io.jrunc.spec.stats.PressureStats;
import io.jrunc.spec.stats.RdtStats;
import io.jrunc.spec.stats.Stats;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a container, each on one line without a line break, member for member as
 * runc does: some members are left out when they are zero or empty, others never are.
 */
public final class StatsWriter {
  private StatsWriter() {}

  /** What a container uses. */
  public static String stats(String id, Stats stats) {
    return JsonText.compact(event("stats", id).object("data", data(stats)).toMap());
  }

  /** That memory ran out. */
  public static String oom(String id) {
    return JsonText.compact(event("oom", id).toMap());
  }

  private static JsonMembers event(String type, String id) {
    return new JsonMembers().value("type", type).value("id", id);
  }

  private static JsonMembers data(Stats stats) {
    return new JsonMembers()
        .object("cpu", cpu(stats.cpu()))
        .object("cpuset", cpuset(stats.cpuset()))
        .object("memory", memory(stats.memory()))
        .object("pids", pids(stats.pids()))
        .object("blkio", blockIo(stats.blockIo()))
        .value("hugetlb", hugetlb(stats.hugetlb()))
        .object("intel_rdt", rdt(stats.rdt()))
        .value("network_interfaces", interfaces(stats.interfaces()));
  }

  private static JsonMembers cpu(CpuStats cpu) {
    CpuUsage usage = cpu.usage();
    CpuStats.Throttling throttling = cpu.throttling();
    return new JsonMembers()
        .object(
            "usage",
            new JsonMembers()
                .uint64("total", nonzero(usage.total()))
                .values("percpu", unsigned(usage.perCpu()))
                .values("percpu_kernel", unsigned(usage.perCpuKernel()))
                .values("percpu_user", unsigned(usage.perCpuUser()))
                .uint64("kernel", usage.kernel())
                .uint64("user", usage.user()))
        .object(
            "throttling",
            new JsonMembers()
                .uint64("periods", nonzero(throttling.periods()))
                .uint64("throttledPeriods", nonzero(throttling.throttledPeriods()))
                .uint64("throttledTime", nonzero(throttling.throttledTime())))
        .object("psi", pressure(cpu.pressure()));
  }

  private static JsonMembers cpuset(CpusetStats cpuset) {
    return new JsonMembers()
        .values("cpus", cpuset.cpus())
        .uint64("cpu_exclusive", cpuset.cpuExclusive())
        .values("mems", cpuset.mems())
        .uint64("mem_hardwall", cpuset.memHardwall())
        .uint64("mem_exclusive", cpuset.memExclusive())
        .uint64("memory_migrate", cpuset.memoryMigrate())
        .uint64("memory_spread_page", cpuset.memorySpreadPage())
        .uint64("memory_spread_slab", cpuset.memorySpreadSlab())
        .uint64("memory_pressure", cpuset.memoryPressure())
        .uint64("sched_load_balance", cpuset.schedLoadBalance())
        .value("sched_relax_domain_level", cpuset.schedRelaxDomainLevel()); // signed: -1 is usual
  }

  private static JsonMembers memory(MemoryStats memory) {
    return new JsonMembers()
        .uint64("cache", nonzero(memory.cache()))
        .object("usage", counter(memory.usage()))
        .object("swap", counter(memory.swap()))
        .object("kernel", counter(memory.kernel()))
        .object("kernelTCP", counter(memory.kernelTcp()))
        .map("raw", unsigned(memory.raw()))
        .object("psi", pressure(memory.pressure()))
        .map("events", unsigned(memory.events()))
        .map("eventsLocal", unsigned(memory.eventsLocal()));
  }

  private static JsonMembers counter(MemoryCounter counter) {
    return new JsonMembers()
        .uint64("limit", counter.limit())
        .uint64("usage", nonzero(counter.usage()))
        .uint64("max", nonzero(counter.max()))
        .uint64("failcnt", counter.failcnt());
  }

  private static JsonMembers pids(PidsStats pids) {
    return new JsonMembers()
        .uint64("current", nonzero(pids.current()))
        .uint64("limit", nonzero(pids.limit()));
  }

  private static JsonMembers blockIo(BlockIoStats blockIo) {
    return new JsonMembers()
        .objects("ioServiceBytesRecursive", entries(blockIo.serviceBytes()))
        .objects("ioServicedRecursive", entries(blockIo.serviced()))
        .objects("ioQueueRecursive", entries(blockIo.queued()))
        .objects("ioServiceTimeRecursive", entries(blockIo.serviceTime()))
        .objects("ioWaitTimeRecursive", entries(blockIo.waitTime()))
        .objects("ioMergedRecursive", entries(blockIo.merged()))
        .objects("ioTimeRecursive", entries(blockIo.time()))
        .objects("sectorsRecursive", entries(blockIo.sectors()))
        .object("psi", pressure(blockIo.pressure()));
  }

  private static List<JsonMembers> entries(List<BlockIoStats.Entry> entries) {
    List<JsonMembers> objects = new ArrayList<>(entries.size());
    for (BlockIoStats.Entry entry : entries) {
      objects.add(
          new JsonMembers()
              .uint64("major", nonzero(entry.major()))
              .uint64("minor", nonzero(entry.minor()))
              .value("op", nonempty(entry.op()))
              .uint64("value", nonzero(entry.value())));
    }
    return objects;
  }

  private static Map<String, Object> hugetlb(Map<String, HugetlbStats> sizes) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Map.Entry<String, HugetlbStats> size : sizes.entrySet()) {
      HugetlbStats stats = size.getValue();
      members.put(
          size.getKey(),
          new JsonMembers()
              .uint64("usage", nonzero(stats.usage()))
              .uint64("max", nonzero(stats.max()))
              .uint64("failcnt", stats.failcnt())
              .toMap());
    }
    return members;
  }

  private static JsonMembers rdt(Optional<RdtStats> rdt) {
    JsonMembers members = new JsonMembers();
    if (rdt.isEmpty()) {
      return members;
    }
    RdtStats stats = rdt.get();
    return members
        .object("l3_cache_info", cache(stats.cache()))
        .value("l3_cache_schema_root", nonempty(stats.cacheSchemaRoot()))
        .value("l3_cache_schema", nonempty(stats.cacheSchema()))
        .object("mem_bw_info", bandwidth(stats.bandwidth()))
        .value("mem_bw_schema_root", nonempty(stats.bandwidthSchemaRoot()))
        .value("mem_bw_schema", nonempty(stats.bandwidthSchema()))
        .values("schemata", stats.schemata())
        .objects("mbm_stats", transfers(stats.transfers()))
        .objects("cmt_stats", occupancies(stats.occupancies()));
  }

  private static @Nullable JsonMembers cache(Optional<RdtStats.Cache> cache) {
    return cache.isEmpty()
        ? null
        : new JsonMembers()
            .value("cbm_mask", nonempty(cache.get().mask()))
            .uint64("min_cbm_bits", nonzero(cache.get().minimumBits()))
            .uint64("num_closids", nonzero(cache.get().classes()));
  }

  private static @Nullable JsonMembers bandwidth(Optional<RdtStats.Bandwidth> bandwidth) {
    return bandwidth.isEmpty()
        ? null
        : new JsonMembers()
            .uint64("bandwidth_gran", nonzero(bandwidth.get().step()))
            .uint64("delay_linear", nonzero(bandwidth.get().linear()))
            .uint64("min_bandwidth", nonzero(bandwidth.get().minimum()))
            .uint64("num_closids", nonzero(bandwidth.get().classes()));
  }

  private static List<JsonMembers> transfers(List<RdtStats.Transfer> transfers) {
    List<JsonMembers> objects = new ArrayList<>();
    for (RdtStats.Transfer transfer : transfers) {
      objects.add(
          new JsonMembers()
              .uint64("mbm_total_bytes", transfer.total())
              .uint64("mbm_local_bytes", transfer.local()));
    }
    return objects;
  }

  private static List<JsonMembers> occupancies(List<Long> occupancies) {
    List<JsonMembers> objects = new ArrayList<>();
    for (Long occupancy : occupancies) {
      objects.add(new JsonMembers().uint64("llc_occupancy", occupancy));
    }
    return objects;
  }

  /** None is null, as runc has it. */
  private static Object interfaces(List<InterfaceStats> interfaces) {
    if (interfaces.isEmpty()) {
      return Literal.NULL;
    }
    List<Object> objects = new ArrayList<>(interfaces.size());
    for (InterfaceStats stats : interfaces) {
      objects.add(
          new JsonMembers()
              .value("Name", stats.name())
              .uint64("RxBytes", stats.rxBytes())
              .uint64("RxPackets", stats.rxPackets())
              .uint64("RxErrors", stats.rxErrors())
              .uint64("RxDropped", stats.rxDropped())
              .uint64("TxBytes", stats.txBytes())
              .uint64("TxPackets", stats.txPackets())
              .uint64("TxErrors", stats.txErrors())
              .uint64("TxDropped", stats.txDropped())
              .toMap());
    }
    return objects;
  }

  private static @Nullable JsonMembers pressure(Optional<PressureStats> pressure) {
    return pressure.isEmpty()
        ? null
        : new JsonMembers()
            .object("some", share(pressure.get().some()))
            .object("full", share(pressure.get().full()));
  }

  private static JsonMembers share(PressureStats.Share share) {
    return new JsonMembers()
        .value("avg10", plain(share.avg10()))
        .value("avg60", plain(share.avg60()))
        .value("avg300", plain(share.avg300()))
        .uint64("total", share.total());
  }

  /** Whole numbers are written without a point. */
  private static Object plain(double number) {
    long whole = (long) number;
    return whole == number ? (Object) whole : (Object) number;
  }

  /** A value of JSON that is no value of {@link JsonMembers}, which leaves null out. */
  private enum Literal {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  private static @Nullable String nonempty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long nonzero(long number) {
    return number == 0 ? null : number;
  }

  private static Object unsigned(long number) {
    return number < 0 ? new BigInteger(Long.toUnsignedString(number)) : (Object) number;
  }

  private static List<Object> unsigned(List<Long> numbers) {
    List<Object> values = new ArrayList<>(numbers.size());
    for (Long number : numbers) {
      values.add(unsigned(number.longValue()));
    }
    return values;
  }

  private static Map<String, Object> unsigned(Map<String, Long> numbers) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      values.put(number.getKey(), unsigned(number.getValue().longValue()));
    }
    return values;
  }
}
