package io.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.spec.stats.BlockIoStats;
import io.jrunc.spec.stats.BlockIoStats.Entry;
import io.jrunc.spec.stats.CpuStats;
import io.jrunc.spec.stats.CpuStats.Throttling;
import io.jrunc.spec.stats.CpuUsage;
import io.jrunc.spec.stats.CpusetStats;
import io.jrunc.spec.stats.HugetlbStats;
import io.jrunc.spec.stats.InterfaceStats;
import io.jrunc.spec.stats.MemoryCounter;
import io.jrunc.spec.stats.MemoryStats;
import io.jrunc.spec.stats.PidsStats;
import io.jrunc.spec.stats.PressureStats;
import io.jrunc.spec.stats.PressureStats.Share;
import io.jrunc.spec.stats.RdtStats;
import io.jrunc.spec.stats.Stats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StatsWriterTest {
  private static final Optional<PressureStats> PRESSURE =
      Optional.of(new PressureStats(new Share(1.25, 10, 0.5, 99), Share.none()));

  @Test
  void aFullObjectHasTheMembersOfRuncInTheirOrder() {
    assertThat(StatsWriter.stats("web1", full()))
        .isEqualTo(
            """
            {"type":"stats","id":"web1","data":{\
            "cpu":{"usage":{"total":1,"percpu":[2,3],"percpu_kernel":[4,5],"percpu_user":[6,7],\
            "kernel":8,"user":9},\
            "throttling":{"periods":10,"throttledPeriods":11,"throttledTime":12},\
            "psi":{"some":{"avg10":1.25,"avg60":10,"avg300":0.5,"total":99},\
            "full":{"avg10":0,"avg60":0,"avg300":0,"total":0}}},\
            "cpuset":{"cpus":[0,1],"cpu_exclusive":1,"mems":[0],"mem_hardwall":2,\
            "mem_exclusive":3,"memory_migrate":4,"memory_spread_page":5,"memory_spread_slab":6,\
            "memory_pressure":7,"sched_load_balance":8,"sched_relax_domain_level":-1},\
            "memory":{"cache":1,"usage":{"limit":18446744073709551615,"usage":2,"max":3,\
            "failcnt":4},"swap":{"limit":9223372036854771712,"usage":5,"max":6,"failcnt":7},\
            "kernel":{"limit":8,"usage":9,"max":10,"failcnt":11},\
            "kernelTCP":{"limit":12,"usage":13,"max":14,"failcnt":15},\
            "raw":{"anon":18446744073709551614,"file":0},\
            "psi":{"some":{"avg10":1.25,"avg60":10,"avg300":0.5,"total":99},\
            "full":{"avg10":0,"avg60":0,"avg300":0,"total":0}},\
            "events":{"oom":1},"eventsLocal":{"max":2}},\
            "pids":{"current":1,"limit":2},\
            "blkio":{"ioServiceBytesRecursive":[{"major":8,"minor":1,"op":"Read","value":1}],\
            "ioServicedRecursive":[{"major":8,"minor":1,"op":"Read","value":2}],\
            "ioQueueRecursive":[{"major":8,"minor":1,"op":"Read","value":3}],\
            "ioServiceTimeRecursive":[{"major":8,"minor":1,"op":"Read","value":4}],\
            "ioWaitTimeRecursive":[{"major":8,"minor":1,"op":"Read","value":5}],\
            "ioMergedRecursive":[{"major":8,"minor":1,"op":"Read","value":6}],\
            "ioTimeRecursive":[{"major":8,"value":7}],\
            "sectorsRecursive":[{"major":8,"minor":16}],\
            "psi":{"some":{"avg10":1.25,"avg60":10,"avg300":0.5,"total":99},\
            "full":{"avg10":0,"avg60":0,"avg300":0,"total":0}}},\
            "hugetlb":{"1GB":{"usage":1,"max":2,"failcnt":3},"2MB":{"failcnt":0}},\
            "intel_rdt":{"l3_cache_info":{"cbm_mask":"fffff","min_cbm_bits":1,"num_closids":16},\
            "l3_cache_schema_root":"L3:0=fffff","l3_cache_schema":"L3:0=ff",\
            "mem_bw_info":{"bandwidth_gran":10,"delay_linear":1,"min_bandwidth":20,\
            "num_closids":8},"mem_bw_schema_root":"MB:0=100","mem_bw_schema":"MB:0=50",\
            "schemata":["L3:0=ff","MB:0=50"],\
            "mbm_stats":[{"mbm_total_bytes":5,"mbm_local_bytes":4}],\
            "cmt_stats":[{"llc_occupancy":6}]},\
            "network_interfaces":[{"Name":"lo","RxBytes":1,"RxPackets":2,"RxErrors":3,\
            "RxDropped":4,"TxBytes":5,"TxPackets":6,"TxErrors":7,"TxDropped":8}]}}""");
  }

  @Test
  void whatRuncLeavesOutWhenItIsZeroIsLeftOut() {
    assertThat(StatsWriter.stats("c", empty()))
        .isEqualTo(
            """
            {"type":"stats","id":"c","data":{\
            "cpu":{"usage":{"kernel":0,"user":0},"throttling":{}},\
            "cpuset":{"cpu_exclusive":0,"mem_hardwall":0,"mem_exclusive":0,"memory_migrate":0,\
            "memory_spread_page":0,"memory_spread_slab":0,"memory_pressure":0,\
            "sched_load_balance":0,"sched_relax_domain_level":0},\
            "memory":{"usage":{"limit":0,"failcnt":0},"swap":{"limit":0,"failcnt":0},\
            "kernel":{"limit":0,"failcnt":0},"kernelTCP":{"limit":0,"failcnt":0}},\
            "pids":{},"blkio":{},"hugetlb":{},"intel_rdt":{},"network_interfaces":null}}""");
  }

  @Test
  void thatMemoryRanOutHasNoData() {
    assertThat(StatsWriter.oom("web1")).isEqualTo("{\"type\":\"oom\",\"id\":\"web1\"}");
  }

  private static Stats full() {
    return new Stats(
        new CpuStats(
            new CpuUsage(1, List.of(2L, 3L), List.of(4L, 5L), List.of(6L, 7L), 8, 9),
            new Throttling(10, 11, 12),
            PRESSURE),
        new CpusetStats(List.of(0, 1), 1, List.of(0), 2, 3, 4, 5, 6, 7, 8, -1),
        new MemoryStats(
            1,
            new MemoryCounter(-1, 2, 3, 4),
            new MemoryCounter(9223372036854771712L, 5, 6, 7),
            new MemoryCounter(8, 9, 10, 11),
            new MemoryCounter(12, 13, 14, 15),
            new TreeMap<>(Map.of("file", 0L, "anon", -2L)),
            new TreeMap<>(Map.of("oom", 1L)),
            new TreeMap<>(Map.of("max", 2L)),
            PRESSURE),
        new PidsStats(1, 2),
        new BlockIoStats(
            read(1),
            read(2),
            read(3),
            read(4),
            read(5),
            read(6),
            List.of(new Entry(8, 0, "", 7)),
            List.of(new Entry(8, 16, "", 0)),
            PRESSURE),
        new TreeMap<>(Map.of("2MB", new HugetlbStats(0, 0, 0), "1GB", new HugetlbStats(1, 2, 3))),
        Optional.of(
            new RdtStats(
                Optional.of(new RdtStats.Cache("fffff", 1, 16)),
                "L3:0=fffff",
                "L3:0=ff",
                Optional.of(new RdtStats.Bandwidth(10, 1, 20, 8)),
                "MB:0=100",
                "MB:0=50",
                List.of("L3:0=ff", "MB:0=50"),
                List.of(new RdtStats.Transfer(5, 4)),
                List.of(6L))),
        List.of(new InterfaceStats("lo", 1, 2, 3, 4, 5, 6, 7, 8)));
  }

  private static List<Entry> read(long value) {
    return List.of(new Entry(8, 1, "Read", value));
  }

  private static Stats empty() {
    MemoryCounter none = MemoryCounter.none();
    return new Stats(
        new CpuStats(
            new CpuUsage(0, List.of(), List.of(), List.of(), 0, 0),
            new Throttling(0, 0, 0),
            Optional.empty()),
        new CpusetStats(List.of(), 0, List.of(), 0, 0, 0, 0, 0, 0, 0, 0),
        new MemoryStats(
            0,
            none,
            none,
            none,
            none,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty()),
        new PidsStats(0, 0),
        new BlockIoStats(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()),
        new TreeMap<>(),
        Optional.empty(),
        List.of());
  }
}
