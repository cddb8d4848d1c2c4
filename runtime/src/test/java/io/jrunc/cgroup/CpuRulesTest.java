package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.linux.Cpu;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuRulesTest {

  private static final Controllers V1 =
      new Controllers(Map.of("cpu", CgroupVersion.V1, "cpuset", CgroupVersion.V1), false);
  private static final Controllers V2 =
      new Controllers(Map.of("cpu", CgroupVersion.V2, "cpuset", CgroupVersion.V2), true);
  private static final PresentLimits NEW = PresentLimits.ofNewGroup();

  @ParameterizedTest
  @CsvSource({
    "2, 1",
    "3, 2",
    "256, 35",
    "512, 59",
    "1023, 100",
    "1024, 100",
    "1025, 101",
    "2048, 174",
    "262143, 10000",
    "262144, 10000"
  })
  void sharesBecomeAWeightByTheQuadraticFormula(long shares, long weight) {
    assertThat(CpuRules.weight(shares)).isEqualTo(weight);
  }

  @Test
  void sharesAreWrittenAsTheyAreInVersion1AndAsAWeightInVersion2() {
    assertThat(written(shares(1024L), V1, NEW)).containsExactly("cpu.shares=1024");
    assertThat(written(shares(1024L), V2, NEW)).containsExactly("cpu.weight=100");
  }

  @Test
  void noSharesAreNotALimit() {
    assertThat(written(shares(0L), new Controllers(Map.of(), false), NEW)).isEmpty();
  }

  @Test
  void sharesThatTheKernelWouldChangeAreRefusedByBothVersions() {
    for (Controllers controllers : List.of(V1, V2)) {
      assertThatThrownBy(() -> written(shares(1L), controllers, NEW))
          .hasMessage("/linux/resources/cpu/shares: 1 is not from 2 to 262144");
      assertThatThrownBy(() -> written(shares(-1L), controllers, NEW))
          .hasMessage("/linux/resources/cpu/shares: 18446744073709551615 is not from 2 to 262144");
    }
  }

  @Test
  void quotaAndPeriodAreTwoFilesInVersion1AndOneInVersion2() {
    Cpu asked = bandwidth(20_000L, 100_000L, null);
    assertThat(written(asked, V1, NEW))
        .containsExactly("cpu.cfs_period_us=100000", "cpu.cfs_quota_us=20000");
    assertThat(written(asked, V2, NEW)).containsExactly("cpu.max=20000 100000");
  }

  @Test
  void anUnlimitedQuotaHasItsOwnSpellingInEachVersion() {
    assertThat(written(bandwidth(-1L, null, null), V1, NEW)).containsExactly("cpu.cfs_quota_us=-1");
    assertThat(written(bandwidth(-1L, null, null), V2, NEW)).containsExactly("cpu.max=max 100000");
  }

  @Test
  void whatIsNotNamedStaysAsItIs() {
    PresentLimits present = present(30_000, 50_000, 0);
    assertThat(written(bandwidth(null, 80_000L, null), V2, present))
        .containsExactly("cpu.max=30000 80000");
    assertThat(written(bandwidth(20_000L, null, null), V2, present))
        .containsExactly("cpu.max=20000 50000");
    assertThat(written(bandwidth(0L, 0L, null), V2, present)).isEmpty();
  }

  @Test
  void aShorterPeriodIsWrittenAfterTheQuotaSoThatTheShareNeverRises() {
    assertThat(written(bandwidth(10_000L, 50_000L, null), V1, NEW))
        .containsExactly("cpu.cfs_quota_us=10000", "cpu.cfs_period_us=50000");
  }

  @Test
  void aGrowingBurstFollowsTheQuotaAndAShrinkingOneGoesBefore() {
    Cpu asked = bandwidth(20_000L, null, 5_000L);
    assertThat(written(asked, V1, NEW))
        .containsExactly("cpu.cfs_quota_us=20000", "cpu.cfs_burst_us=5000");
    assertThat(written(asked, V2, NEW))
        .containsExactly("cpu.max=20000 100000", "cpu.max.burst=5000");
    assertThat(written(asked, V2, present(90_000, 100_000, 80_000)))
        .containsExactly("cpu.max.burst=5000", "cpu.max=20000 100000");
  }

  @Test
  void aNegativeQuotaIsRefused() {
    assertThatThrownBy(() -> written(bandwidth(-5L, null, null), V1, NEW))
        .hasMessage("/linux/resources/cpu/quota: -5 is neither an amount nor -1 for unlimited");
  }

  @Test
  void idleBeginsAfterTheSharesAndEndsBeforeThem() {
    assertThat(written(idle(100L, 1L), V1, NEW)).containsExactly("cpu.shares=100", "cpu.idle=1");
    assertThat(written(idle(100L, 0L), V1, NEW)).containsExactly("cpu.idle=0", "cpu.shares=100");
  }

  @Test
  void aBurstAboveTheQuotaIsRefused() {
    assertThatThrownBy(() -> written(bandwidth(5_000L, null, 6_000L), V2, NEW))
        .hasMessage("/linux/resources/cpu/burst: 6000 is above the quota 5000");
    assertThat(written(bandwidth(-1L, null, 6_000L), V2, NEW))
        .containsExactly("cpu.max=max 100000", "cpu.max.burst=6000");
  }

  @Test
  void aShorterRealTimePeriodIsWrittenAfterTheTimeThatMustFitIntoIt() {
    PresentLimits present =
        new PresentLimits(
            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 100_000, 0, 5000);
    Cpu shorter = new Cpu(null, null, null, null, 950L, 1000L, null, null, null);
    assertThat(written(shorter, V1, present))
        .containsExactly("cpu.rt_runtime_us=950", "cpu.rt_period_us=1000");
    Cpu longer = new Cpu(null, null, null, null, 5500L, 6000L, null, null, null);
    assertThat(written(longer, V1, present))
        .containsExactly("cpu.rt_period_us=6000", "cpu.rt_runtime_us=5500");
  }

  @Test
  void realTimeIsForVersion1Only() {
    Cpu asked = new Cpu(null, null, null, null, 950L, 1000L, null, null, null);
    assertThat(written(asked, V1, NEW))
        .containsExactly("cpu.rt_period_us=1000", "cpu.rt_runtime_us=950");
    assertThatThrownBy(() -> written(asked, V2, NEW))
        .hasMessage("/linux/resources/cpu/realtimePeriod: cgroup v2 has no such limit");
  }

  @Test
  void processorsAndMemoryNodesAreTheCpusetsWhoseFilesAreTheSame() {
    Cpu asked = new Cpu(null, null, null, null, null, null, "0-1", "0", null);
    assertThat(written(asked, V1, NEW)).containsExactly("cpuset.cpus=0-1", "cpuset.mems=0");
    assertThat(written(asked, V2, NEW)).containsExactly("cpuset.cpus=0-1", "cpuset.mems=0");
    assertThatThrownBy(
            () -> written(asked, new Controllers(Map.of("cpu", CgroupVersion.V1), false), NEW))
        .hasMessage(
            "/linux/resources/cpu/cpus: the cpuset controller is not available on this host");
  }

  private static Cpu shares(Long shares) {
    return new Cpu(shares, null, null, null, null, null, null, null, null);
  }

  private static Cpu idle(Long shares, Long idle) {
    return new Cpu(shares, null, null, null, null, null, null, null, idle);
  }

  private static Cpu bandwidth(@Nullable Long quota, @Nullable Long period, @Nullable Long burst) {
    return new Cpu(null, quota, burst, period, null, null, "", "", null);
  }

  private static PresentLimits present(long quota, long period, long burst) {
    return new PresentLimits(
        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(quota), period, burst, 0);
  }

  private static List<String> written(Cpu asked, Controllers controllers, PresentLimits present) {
    SettingList settings = new SettingList(controllers);
    CpuRules.add(asked, present, settings);
    return settings.toList().stream().map(s -> s.file() + "=" + s.value()).toList();
  }
}
