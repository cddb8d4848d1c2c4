package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PriorValueTest {

  @Test
  void mostFilesTakeBackWhatTheySaid() {
    assertThat(PriorValue.of("memory.max", "5", "max")).contains("max");
    assertThat(PriorValue.of("cpu.max", "5 100000", "max 100000")).contains("max 100000");
    assertThat(PriorValue.of("memory.limit_in_bytes", "5", "9223372036854771712"))
        .contains("9223372036854771712");
  }

  @Test
  void nothingIsWrittenAsALineBreakBecauseAnEmptyWriteIsNone() {
    assertThat(PriorValue.of("cpuset.cpus", "0", "")).contains("\n");
  }

  @Test
  void aFileWithALineForEachDeviceGetsTheLineOfThatDevice() {
    String before = "8:0 rbps=1 wbps=max riops=max wiops=max\n8:16 rbps=2 wbps=3 riops=4 wiops=5";
    assertThat(PriorValue.of("io.max", "8:16 rbps=9", before))
        .contains("8:16 rbps=2 wbps=3 riops=4 wiops=5");
    assertThat(PriorValue.of("io.weight", "8:0 20", "default 100\n8:0 10")).contains("8:0 10");
    assertThat(PriorValue.of("net_prio.ifpriomap", "lo 5", "lo 0\neth0 1")).contains("lo 0");
  }

  @Test
  void aDeviceThatWasNotNamedGetsTheWordForNoLimit() {
    assertThat(PriorValue.of("io.max", "8:16 rbps=9", ""))
        .contains("8:16 rbps=max wbps=max riops=max wiops=max");
    assertThat(PriorValue.of("io.weight", "8:0 20", "default 100")).contains("8:0 default");
    assertThat(PriorValue.of("blkio.throttle.read_bps_device", "8:0 1048576", ""))
        .contains("8:0 0");
    assertThat(PriorValue.of("rdma.max", "mlx4_0 hca_handle=2", ""))
        .contains("mlx4_0 hca_handle=max hca_object=max");
  }

  @Test
  void aWeightForAllDevicesIsTheFirstLine() {
    assertThat(PriorValue.of("io.weight", "default 200", "default 100\n8:0 10"))
        .contains("default 100");
    assertThat(PriorValue.of("io.bfq.weight", "200", "default 100")).contains("default 100");
  }

  @Test
  void ofTheOomKillersStateOnlyTheSwitchIsWritten() {
    assertThat(
            PriorValue.of("memory.oom_control", "1", "oom_kill_disable 0\nunder_oom 0\noom_kill 3"))
        .contains("0");
  }

  @Test
  void theWeightOfAnIdleGroupIsPutBackByMakingItIdle() {
    assertThat(PriorValue.of("cpu.weight", "50", "0")).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsLeftAlone() {
    assertThat(PriorValue.of("some.file", "5", "a 1\nb 2")).isEmpty();
  }
}
