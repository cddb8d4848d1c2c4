package io.jrunc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitLimitsTest {
  private static final String INFINITY = "18446744073709551615";

  @ParameterizedTest
  @CsvSource({
    "memory.max, 1048576, MemoryMax=1048576",
    "memory.max, max, MemoryMax=" + INFINITY,
    "memory.low, 4096, MemoryLow=4096",
    "memory.swap.max, 0, MemorySwapMax=0",
    "memory.limit_in_bytes, -1, MemoryLimit=" + INFINITY,
    "cpu.weight, 79, CPUWeight=79",
    "cpu.shares, 512, CPUShares=512",
    "cpu.idle, 1, CPUWeight=0",
    "pids.max, 20, TasksMax=20",
    "pids.max, 0, TasksMax=1",
    "pids.max, max, TasksMax=" + INFINITY,
    "cpuset.cpus, 0-2, AllowedCPUs=[7]",
    "cpuset.cpus, '0,9-10', AllowedCPUs=[1 6]",
    "cpuset.mems, 0, AllowedMemoryNodes=[1]",
    "io.weight, default 50, IOWeight=50",
    "io.weight, 8:0 70, IODeviceWeight=[[/dev/block/8:0 70]]",
    "io.bfq.weight, 10, IOWeight=10",
    "io.bfq.weight, 1000, IOWeight=10000",
    "io.max, 8:0 rbps=1048576, IOReadBandwidthMax=[[/dev/block/8:0 1048576]]",
    "io.max, 8:0 wiops=max, IOWriteIOPSMax=[[/dev/block/8:0 -1]]",
    "blkio.weight, 300, BlockIOWeight=300",
  })
  void aFileIsAProperty(String file, String value, String property) {
    assertThat(text(252, file, value)).containsExactly(property);
  }

  @ParameterizedTest
  @CsvSource({
    "50000 100000, 500000, 100000",
    "10000 50000, 200000, 50000",
    "12345 50000, 250000, 50000",
    "200000 100000, 2000000, 100000",
    "max 100000, " + INFINITY + ", 100000",
  })
  void aQuotaIsKeptInWholePercents(String value, String each, String period) {
    assertThat(text(252, "cpu.max", value))
        .containsExactly("CPUQuotaPeriodUSec=" + period, "CPUQuotaPerSecUSec=" + each);
  }

  @Test
  void quotaAndPeriodOfVersionOneAreOneProperty() {
    assertThat(text(252, "cpu.cfs_period_us", "50000", "cpu.cfs_quota_us", "25000"))
        .containsExactly("CPUQuotaPeriodUSec=50000", "CPUQuotaPerSecUSec=500000");
  }

  @Test
  void whatAnOldSystemdDoesNotKnowIsLeftToTheFile() {
    assertThat(text(241, "cpuset.cpus", "0", "cpu.idle", "1", "cpu.max", "1000 50000"))
        .containsExactly("CPUQuotaPerSecUSec=20000");
  }

  @Test
  void anIdleGroupHasNoOtherWeight() {
    assertThat(text(252, "cpu.idle", "1", "cpu.weight", "79")).containsExactly("CPUWeight=0");
    assertThat(text(252, "cpu.weight", "79", "cpu.idle", "1")).containsExactly("CPUWeight=0");
  }

  @Test
  void limitsOfSeveralDevicesAreOneList() {
    assertThat(text(252, "io.max", "8:0 rbps=1 wbps=2", "io.max", "8:16 rbps=3"))
        .containsExactly(
            "IOReadBandwidthMax=[[/dev/block/8:0 1] [/dev/block/8:16 3]]",
            "IOWriteBandwidthMax=[[/dev/block/8:0 2]]");
  }

  @Test
  void whatHasNoPropertyOrIsNoNumberIsLeftToTheFile() {
    assertThat(
            text(
                252,
                "hugetlb.2MB.max",
                "0",
                "memory.high",
                "plenty",
                "cpu.max",
                "",
                "cpuset.cpus",
                "a-b"))
        .isEmpty();
  }

  private static List<String> text(int version, String... filesAndValues) {
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < filesAndValues.length; i += 2) {
      limits.add(new Limit(filesAndValues[i], filesAndValues[i + 1]));
    }
    List<String> lines = new ArrayList<>();
    for (UnitProperty property : UnitLimits.properties(limits, version)) {
      lines.add(property.toString());
    }
    return lines;
  }
}
