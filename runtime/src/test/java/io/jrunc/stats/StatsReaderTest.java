package io.jrunc.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jrunc.spec.stats.BlockIoStats.Entry;
import io.jrunc.spec.stats.CpuStats;
import io.jrunc.spec.stats.CpuStats.Throttling;
import io.jrunc.spec.stats.CpuUsage;
import io.jrunc.spec.stats.CpusetStats;
import io.jrunc.spec.stats.HugetlbStats;
import io.jrunc.spec.stats.InterfaceStats;
import io.jrunc.spec.stats.MemoryCounter;
import io.jrunc.spec.stats.PidsStats;
import io.jrunc.spec.stats.PressureStats;
import io.jrunc.spec.stats.PressureStats.Share;
import io.jrunc.spec.stats.RdtStats;
import io.jrunc.spec.stats.Stats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the files of a kernel 6.18 (version 1) and of a kernel 6.1 (version 2), shortened. */
final class StatsReaderTest {
  private static final int PID = 4711;
  private static final String UNLIMITED_V1 = "9223372036854771712";

  @TempDir private Path root;
  private StatsReader reader;

  @BeforeEach
  void aProcfs() throws IOException {
    Path proc = root.resolve("proc");
    Files.createDirectories(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/net"), Path.of("net:[4026531840]"));
    reader = new StatsReader(KernelFolder.FILES, proc);
  }

  private KernelFolder folder(String name) {
    return new KernelFolder(root.resolve(name));
  }

  private Stats read(Group... groups) {
    return reader.read(List.of(groups), Optional.empty(), PID);
  }

  @Test
  void processorsOfVersion1() {
    Group cpuacct =
        folder("cpuacct")
            .file("cpuacct.usage", "10081067")
            .file("cpuacct.usage_percpu", "8877831 1203236 ")
            .file("cpuacct.usage_all", "cpu user system\n0 0 8000000\n1 4000000 0")
            .file("cpuacct.stat", "user 3\nsystem 4")
            .as(1, "cpuacct");
    Group cpu =
        folder("cpu")
            .file("cpu.stat", "nr_periods 8\nnr_throttled 2\nthrottled_time 99\nnr_bursts 0")
            .as(1, "cpu");
    assertThat(read(cpuacct, cpu).cpu())
        .isEqualTo(
            new CpuStats(
                new CpuUsage(
                    10081067,
                    List.of(8877831L, 1203236L),
                    List.of(8000000L, 0L),
                    List.of(0L, 4000000L),
                    40000000,
                    30000000),
                new Throttling(8, 2, 99),
                Optional.empty()));
  }

  @Test
  void processorsOfVersion2() {
    Group group =
        folder("c1")
            .file(
                "cpu.stat",
                "usage_usec 10\nuser_usec 3\nsystem_usec 7\nnr_periods 8\nnr_throttled 2\n"
                    + "throttled_usec 5\nnr_bursts 0\nburst_usec 0")
            .file(
                "cpu.pressure",
                "some avg10=0.00 avg60=1.50 avg300=22.01 total=1234\n"
                    + "full avg10=0.25 avg60=0.00 avg300=0.00 total=18446744073709551615")
            .as(2, "cpu");
    assertThat(read(group).cpu())
        .isEqualTo(
            new CpuStats(
                new CpuUsage(10000, List.of(), List.of(), List.of(), 7000, 3000),
                new Throttling(8, 2, 5000),
                Optional.of(
                    new PressureStats(new Share(0, 1.5, 22.01, 1234), new Share(0.25, 0, 0, -1)))));
  }

  @Test
  void aKernelBefore5Dot13DoesntTellWhenAllWaitedForProcessors() {
    Group group =
        folder("c1")
            .file("cpu.pressure", "some avg10=1.00 avg60=2.00 avg300=3.00 total=4")
            .as(2, "cpu");
    assertThat(read(group).cpu().pressure())
        .hasValue(new PressureStats(new Share(1, 2, 3, 4), Share.none()));
  }

  @Test
  void setsOfProcessorsOfVersion1() {
    Group group =
        folder("cpuset")
            .file("cpuset.cpus", "0-2,5")
            .file("cpuset.cpu_exclusive", "1")
            .file("cpuset.mems", "0")
            .file("cpuset.mem_hardwall", "2")
            .file("cpuset.mem_exclusive", "3")
            .file("cpuset.memory_migrate", "4")
            .file("cpuset.memory_spread_page", "5")
            .file("cpuset.memory_spread_slab", "6")
            .file("cpuset.memory_pressure", "7")
            .file("cpuset.sched_load_balance", "8")
            .file("cpuset.sched_relax_domain_level", "-1")
            .as(1, "cpuset");
    assertThat(read(group).cpuset())
        .isEqualTo(new CpusetStats(List.of(0, 1, 2, 5), 1, List.of(0), 2, 3, 4, 5, 6, 7, 8, -1));
  }

  @Test
  void setsOfProcessorsOfVersion2AreThoseThatHold() {
    Group group =
        folder("c1")
            .file("cpuset.cpus", "")
            .file("cpuset.cpus.effective", "0-1")
            .file("cpuset.mems.effective", "0")
            .as(2, "cpuset");
    assertThat(read(group).cpuset())
        .isEqualTo(new CpusetStats(List.of(0, 1), 0, List.of(0), 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aListOfProcessorsThatIsNoneIsAnError() {
    Group group = folder("cpuset").file("cpuset.cpus", "3-1").as(1, "cpuset");
    assertThatThrownBy(() -> read(group))
        .isInstanceOf(StatsException.class)
        .hasMessage(root + "/cpuset/cpuset.cpus: \"3-1\" is not a number");
  }

  @Test
  void memoryOfVersion1() {
    KernelFolder folder =
        folder("memory")
            .file("memory.stat", "cache 11\nrss 12\nhierarchical_memsw_limit " + UNLIMITED_V1);
    counter(folder, "memory.", "33554432", 2, 3, 4);
    counter(folder, "memory.memsw.", UNLIMITED_V1, 5, 6, 7);
    counter(folder, "memory.kmem.", UNLIMITED_V1, 8, 9, 10);
    Stats stats = read(folder.as(1, "memory"));
    long unlimited = 9223372036854771712L;
    assertThat(stats.memory().cache()).isEqualTo(11);
    assertThat(stats.memory().usage()).isEqualTo(new MemoryCounter(33554432, 2, 3, 4));
    assertThat(stats.memory().swap()).isEqualTo(new MemoryCounter(unlimited, 5, 6, 7));
    assertThat(stats.memory().kernel()).isEqualTo(new MemoryCounter(unlimited, 8, 9, 10));
    assertThat(stats.memory().kernelTcp()).isEqualTo(MemoryCounter.none());
    assertThat(stats.memory().raw())
        .containsExactly(
            entry("cache", 11L), entry("hierarchical_memsw_limit", unlimited), entry("rss", 12L));
    assertThat(stats.memory().events()).isEmpty();
    assertThat(stats.memory().pressure()).isEmpty();
  }

  @Test
  void memoryOfTcpInVersion1() {
    KernelFolder folder = folder("memory");
    counter(folder, "memory.kmem.tcp.", "1", 2, 3, 4);
    assertThat(read(folder.as(1, "memory")).memory().kernelTcp())
        .isEqualTo(new MemoryCounter(1, 2, 3, 4));
  }

  private static void counter(
      KernelFolder folder, String prefix, String limit, long usage, long max, long failcnt) {
    folder
        .file(prefix + "limit_in_bytes", limit)
        .file(prefix + "usage_in_bytes", Long.toString(usage))
        .file(prefix + "max_usage_in_bytes", Long.toString(max))
        .file(prefix + "failcnt", Long.toString(failcnt));
  }

  private KernelFolder memoryOfVersion2(String limit, String swapLimit) {
    return folder("c1")
        .file("memory.stat", "anon 32768\nfile 4096\nkernel 69632")
        .file("memory.current", "1000")
        .file("memory.max", limit)
        .file("memory.peak", "2000")
        .file("memory.swap.current", "30")
        .file("memory.swap.max", swapLimit)
        .file("memory.swap.peak", "50")
        .file("memory.swap.events", "high 0\nmax 6\nfail 7")
        .file("memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6")
        .file("memory.pressure", "some avg10=1.00 avg60=0.00 avg300=0.00 total=1");
  }

  @Test
  void memoryOfVersion2CountsMemoryAndSwapTogether() {
    KernelFolder folder =
        memoryOfVersion2("33554432", "1048576")
            .file("memory.events.local", "low 0\nhigh 0\nmax 9\noom 0\noom_kill 0");
    Stats stats = read(folder.as(2, "memory"));
    assertThat(stats.memory().cache()).isEqualTo(4096);
    assertThat(stats.memory().usage()).isEqualTo(new MemoryCounter(33554432, 1000, 2000, 9));
    assertThat(stats.memory().swap()).isEqualTo(new MemoryCounter(34603008, 1030, 0, 6));
    assertThat(stats.memory().kernel()).isEqualTo(MemoryCounter.none());
    assertThat(stats.memory().raw())
        .containsExactly(entry("anon", 32768L), entry("file", 4096L), entry("kernel", 69632L));
    assertThat(stats.memory().events()).containsEntry("oom_kill", 5L).hasSize(6);
    assertThat(stats.memory().eventsLocal()).containsEntry("max", 9L).hasSize(5);
    assertThat(stats.memory().pressure()).isPresent();
  }

  @Test
  void aKernelBefore5Dot2CountsOnlyWithTheGroupsBelow() {
    Stats stats = read(memoryOfVersion2("1", "1").as(2, "memory"));
    assertThat(stats.memory().usage().failcnt()).isEqualTo(3);
    assertThat(stats.memory().eventsLocal()).isEmpty();
  }

  @Test
  void withoutOneOfTheLimitsMemoryAndSwapTogetherHaveNone() {
    assertThat(read(memoryOfVersion2("max", "5").as(2, "")).memory().swap().limit()).isEqualTo(-1);
    assertThat(read(memoryOfVersion2("5", "max").as(2, "")).memory().swap().limit()).isEqualTo(-1);
    assertThat(read(memoryOfVersion2("max", "max").as(2, "")).memory().usage().limit())
        .isEqualTo(-1);
  }

  @Test
  void aKernelWithoutSwapCountsNone() {
    Group group = folder("c1").file("memory.current", "5").file("memory.max", "max").as(2, "");
    assertThat(read(group).memory().swap()).isEqualTo(MemoryCounter.none());
  }

  @Test
  void processes() {
    KernelFolder folder = folder("pids").file("pids.current", "3").file("pids.max", "20");
    assertThat(read(folder.as(1, "pids")).pids()).isEqualTo(new PidsStats(3, 20));
    assertThat(read(folder.as(2, "pids")).pids()).isEqualTo(new PidsStats(3, 20));
    folder.file("pids.max", "max");
    assertThat(read(folder.as(2, "pids")).pids()).isEqualTo(new PidsStats(3, 0));
  }

  @Test
  void processesAreCountedWhereNobodyElseDoes() {
    Group group = folder("c1").file("cgroup.procs", "12\n13\n14").as(2, "");
    assertThat(read(group).pids()).isEqualTo(new PidsStats(3, 0));
  }

  @Test
  void blockIo() {
    Group v1 =
        folder("blkio")
            .file("blkio.throttle.io_serviced_recursive", "254:0 Read 10\nTotal 10")
            .as(1, "blkio");
    assertThat(read(v1).blockIo().serviced()).containsExactly(new Entry(254, 0, "Read", 10));
    Group v2 =
        folder("c1")
            .file("io.stat", "254:0 rios=11")
            .file("io.pressure", "some avg10=1.00 avg60=0.00 avg300=0.00 total=1")
            .as(2, "io");
    assertThat(read(v2).blockIo().serviced()).containsExactly(new Entry(254, 0, "Read", 11));
    assertThat(read(v2).blockIo().pressure()).isPresent();
  }

  @Test
  void hugePagesOfVersion1AreThoseReserved() {
    Group group =
        folder("hugetlb")
            .file("hugetlb.2MB.usage_in_bytes", "1")
            .file("hugetlb.2MB.max_usage_in_bytes", "2")
            .file("hugetlb.2MB.failcnt", "3")
            .file("hugetlb.1GB.usage_in_bytes", "4")
            .file("hugetlb.1GB.rsvd.usage_in_bytes", "5")
            .file("hugetlb.1GB.rsvd.max_usage_in_bytes", "6")
            .file("hugetlb.1GB.rsvd.failcnt", "7")
            .as(1, "hugetlb");
    assertThat(read(group).hugetlb())
        .containsExactly(
            entry("1GB", new HugetlbStats(5, 6, 7)), entry("2MB", new HugetlbStats(1, 2, 3)));
  }

  @Test
  void hugePagesOfVersion2() {
    Group group =
        folder("c1")
            .file("hugetlb.2MB.current", "1")
            .file("hugetlb.2MB.rsvd.current", "2")
            .file("hugetlb.2MB.max", "max")
            .file("hugetlb.2MB.events", "max 3")
            .file("hugetlb.1GB.current", "4")
            .file("memory.current", "5")
            .as(2, "hugetlb");
    assertThat(read(group).hugetlb())
        .containsExactly(
            entry("1GB", new HugetlbStats(4, 0, 0)), entry("2MB", new HugetlbStats(2, 0, 3)));
  }

  @Test
  void aControllerOfVersion1IsPreferredToTheGroupOfVersion2() {
    KernelFolder memory = folder("memory");
    counter(memory, "memory.", "1", 2, 3, 4);
    Group v2 =
        folder("c1").file("hugetlb.2MB.current", "5").file("cpu.stat", "usage_usec 6").as(2, "x");
    Group cpu = folder("cpu").file("cpu.stat", "nr_periods 7").as(1, "cpu");
    Stats stats = read(memory.as(1, "memory"), cpu, v2);
    assertThat(stats.memory().usage().usage()).isEqualTo(2);
    assertThat(stats.cpu().usage().total()).isZero();
    assertThat(stats.cpu().throttling().periods()).isEqualTo(7);
    assertThat(stats.hugetlb()).containsOnlyKeys("2MB");
  }

  @Test
  void aContainerWithoutGroupsHasNoFigures() {
    Stats stats = read();
    assertThat(stats.cpu().usage().total()).isZero();
    assertThat(stats.cpuset().cpus()).isEmpty();
    assertThat(stats.memory().usage()).isEqualTo(MemoryCounter.none());
    assertThat(stats.pids()).isEqualTo(new PidsStats(0, 0));
    assertThat(stats.blockIo().serviceBytes()).isEmpty();
    assertThat(stats.hugetlb()).isEmpty();
    assertThat(stats.interfaces()).isEmpty();
  }

  private void resctrl() {
    folder("resctrl")
        .file("info/L3/cbm_mask", "fffff")
        .file("info/L3/min_cbm_bits", "1")
        .file("info/L3/num_closids", "16")
        .file("info/MB/bandwidth_gran", "10")
        .file("info/MB/delay_linear", "1")
        .file("info/MB/min_bandwidth", "20")
        .file("info/MB/num_closids", "8")
        .file("schemata", "    MB:0=100;1=100\n    L3:0=fffff;1=fffff")
        .file("c1/schemata", "    MB:0=50;1=60\n    L3:0=ff;1=f")
        .file("c1/mon_data/mon_L3_00/llc_occupancy", "1")
        .file("c1/mon_data/mon_L3_01/llc_occupancy", "2")
        .file("c1/mon_groups/c1/mon_data/mon_L3_01/llc_occupancy", "3")
        .file("c1/mon_groups/c1/mon_data/mon_L3_01/mbm_total_bytes", "Unavailable")
        .file("c1/mon_groups/c1/mon_data/mon_L3_01/mbm_local_bytes", "4")
        .file("c1/mon_groups/c1/mon_data/mon_L3_00/llc_occupancy", "5")
        .file("c1/mon_groups/c1/mon_data/mon_L3_00/mbm_total_bytes", "6")
        .file("c1/mon_groups/c1/mon_data/mon_L3_00/mbm_local_bytes", "7");
  }

  private RdtStats rdt(String directory, Optional<String> monitor) {
    RdtPlace place = new RdtPlace(root.resolve(directory), monitor.map(root::resolve));
    return reader.read(List.of(), Optional.of(place), PID).rdt().orElseThrow();
  }

  @Test
  void sharesOfCacheAndBandwidth() {
    resctrl();
    assertThat(rdt("resctrl/c1", Optional.of("resctrl/c1/mon_groups/c1")))
        .isEqualTo(
            new RdtStats(
                Optional.of(new RdtStats.Cache("fffff", 1, 16)),
                "L3:0=fffff;1=fffff",
                "L3:0=ff;1=f",
                Optional.of(new RdtStats.Bandwidth(10, 1, 20, 8)),
                "MB:0=100;1=100",
                "MB:0=50;1=60",
                List.of("MB:0=50;1=60", "L3:0=ff;1=f"),
                List.of(new RdtStats.Transfer(6, 7), new RdtStats.Transfer(0, 4)),
                List.of(5L, 3L)));
  }

  @Test
  void aContainerThatIsNotMeasuredAloneIsMeasuredWithItsClass() {
    resctrl();
    assertThat(rdt("resctrl/c1", Optional.empty()).occupancies()).containsExactly(1L, 2L);
  }

  @Test
  void aContainerMayBeInTheRootClass() {
    resctrl();
    RdtStats stats = rdt("resctrl", Optional.empty());
    assertThat(stats.cacheSchema()).isEqualTo("L3:0=fffff;1=fffff");
    assertThat(stats.cache()).isPresent();
  }

  @Test
  void aProcessorWithoutSharesHasNone() {
    folder("resctrl").file("info/last_cmd_status", "ok").file("c1/schemata", "");
    RdtStats stats = rdt("resctrl/c1", Optional.empty());
    assertThat(stats.cache()).isEmpty();
    assertThat(stats.bandwidth()).isEmpty();
    assertThat(stats.cacheSchema()).isEmpty();
  }

  private void network(String namespace) throws IOException {
    Path namespaces = root.resolve("proc/" + PID + "/ns");
    Files.createDirectories(namespaces);
    Files.createSymbolicLink(namespaces.resolve("net"), Path.of(namespace));
    folder("proc/" + PID + "/net")
        .file(
            "dev",
            "Inter-|   Receive                            |  Transmit\n"
                + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    "
                + "packets errs drop fifo colls carrier compressed\n"
                + "    lo: 1 2 3 4 90 91 92 93 5 6 7 8 94 95 96 97\n"
                + "eth0.17:18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
  }

  @Test
  void interfacesOfTheContainersOwnNetwork() throws IOException {
    network("net:[4026532001]");
    assertThat(read().interfaces())
        .containsExactly(
            new InterfaceStats("lo", 1, 2, 3, 4, 5, 6, 7, 8),
            new InterfaceStats("eth0.17", -1, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void interfacesOfTheHostAreNotTheContainers() throws IOException {
    network("net:[4026531840]");
    assertThat(read().interfaces()).isEmpty();
  }
}
