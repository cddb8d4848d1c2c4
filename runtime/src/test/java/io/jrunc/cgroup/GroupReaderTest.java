package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupReaderTest {

  private static final Path GROUP = Path.of("/cg/a");

  private final FakeCgroupFiles files = new FakeCgroupFiles();
  private final GroupReader reader = new GroupReader(files);

  @Test
  void memoryOfVersion1() {
    files.set("/cg/a/memory.limit_in_bytes", "4096");
    files.set("/cg/a/memory.usage_in_bytes", "1024");
    files.set("/cg/a/memory.max_usage_in_bytes", "2048");
    files.set("/cg/a/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3");
    assertThat(reader.memory(GROUP))
        .hasValue(new MemoryFacts(OptionalLong.of(4096), 1024, OptionalLong.of(2048), 3));
  }

  @Test
  void memoryOfVersion2() {
    files.set("/cg/a/memory.max", "4096");
    files.set("/cg/a/memory.current", "1024");
    files.set("/cg/a/memory.peak", "2048");
    files.set("/cg/a/memory.events", "low 0\nhigh 0\nmax 4\noom 1\noom_kill 3\noom_group_kill 0");
    assertThat(reader.memory(GROUP))
        .hasValue(new MemoryFacts(OptionalLong.of(4096), 1024, OptionalLong.of(2048), 3));
  }

  @Test
  void unlimitedMemoryIsNoNumber() {
    files.set("/cg/a/memory.current", "0");
    files.set("/cg/a/memory.max", "max");
    assertThat(reader.memory(GROUP).orElseThrow().limit()).isEmpty();
    files.set("/cg/a/memory.limit_in_bytes", "9223372036854771712");
    assertThat(reader.memory(GROUP).orElseThrow().limit()).isEmpty();
    // with pages of 64 KiB
    files.set("/cg/a/memory.limit_in_bytes", "9223372036854710272");
    assertThat(reader.memory(GROUP).orElseThrow().limit()).isEmpty();
  }

  @Test
  void olderKernelsTellNoPeak() {
    files.set("/cg/a/memory.current", "5");
    assertThat(reader.memory(GROUP))
        .hasValue(new MemoryFacts(OptionalLong.empty(), 5, OptionalLong.empty(), 0));
  }

  @Test
  void aGroupThatIsGoneTellsNothing() {
    assertThat(reader.memory(GROUP)).isEmpty();
  }

  @Test
  void presentLimitsOfVersion1() {
    files.set("/cg/a/memory.limit_in_bytes", "4096");
    files.set("/cg/a/memory.usage_in_bytes", "1024");
    files.set("/cg/a/cpu.cfs_quota_us", "20000");
    files.set("/cg/a/cpu.cfs_period_us", "50000");
    files.set("/cg/a/cpu.cfs_burst_us", "100");
    assertThat(reader.limits(Optional.of(GROUP), Optional.of(GROUP)))
        .isEqualTo(limits(OptionalLong.of(20_000)));
    files.set("/cg/a/cpu.cfs_quota_us", "-1");
    assertThat(reader.limits(Optional.of(GROUP), Optional.of(GROUP)))
        .isEqualTo(limits(OptionalLong.empty()));
  }

  @Test
  void presentLimitsOfVersion2() {
    files.set("/cg/a/memory.max", "4096");
    files.set("/cg/a/memory.current", "1024");
    files.set("/cg/a/cpu.max", "20000 50000");
    files.set("/cg/a/cpu.max.burst", "100");
    assertThat(reader.limits(Optional.of(GROUP), Optional.of(GROUP)))
        .isEqualTo(limits(OptionalLong.of(20_000)));
    files.set("/cg/a/cpu.max", "max 50000");
    assertThat(reader.limits(Optional.of(GROUP), Optional.of(GROUP)))
        .isEqualTo(limits(OptionalLong.empty()));
  }

  @Test
  void presentLimitsWithoutControllersAreThoseOfANewGroup() {
    assertThat(reader.limits(Optional.empty(), Optional.empty()))
        .isEqualTo(PresentLimits.ofNewGroup());
  }

  private static PresentLimits limits(OptionalLong quota) {
    return new PresentLimits(OptionalLong.of(4096), OptionalLong.of(1024), quota, 50_000, 100, 0);
  }
}
