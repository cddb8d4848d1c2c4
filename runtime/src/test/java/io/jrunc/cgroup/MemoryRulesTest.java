package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.linux.Memory;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryRulesTest {

  private static final Controllers V1 = new Controllers(Map.of("memory", CgroupVersion.V1), false);
  private static final Controllers V2 = new Controllers(Map.of("memory", CgroupVersion.V2), true);
  private static final PresentLimits NEW = PresentLimits.ofNewGroup();

  @Test
  void nothingAskedForIsNothingWrittenEvenWithoutTheController() {
    assertThat(written(Memory.none(), new Controllers(Map.of(), false), NEW)).isEmpty();
  }

  @Test
  void zeroIsNotALimit() {
    assertThat(written(memory(0L, 0L, 0L), new Controllers(Map.of(), false), NEW)).isEmpty();
  }

  @Test
  void aLimitIsOneFileInBothVersions() {
    assertThat(written(memory(4096L, null, null), V1, NEW))
        .containsExactly("memory.limit_in_bytes=4096");
    assertThat(written(memory(4096L, null, null), V2, NEW)).containsExactly("memory.max=4096");
  }

  @Test
  void aReservationIsTheSoftLimitOrTheLowMark() {
    assertThat(written(memory(null, 10L, null), V1, NEW))
        .containsExactly("memory.soft_limit_in_bytes=10");
    assertThat(written(memory(null, -1L, null), V2, NEW)).containsExactly("memory.low=max");
  }

  @Test
  void swapIsTheTotalInVersion1AndTheDifferenceInVersion2() {
    Memory asked = memory(100L, null, 150L);
    assertThat(written(asked, V1, NEW))
        .containsExactly("memory.limit_in_bytes=100", "memory.memsw.limit_in_bytes=150");
    assertThat(written(asked, V2, NEW)).containsExactly("memory.swap.max=50", "memory.max=100");
  }

  @Test
  void noSwapAtAllIsFineWhereTheKernelHasNone() {
    assertThat(settings(memory(100L, null, 100L), V2, NEW))
        .contains(
            new CgroupSetting(
                "memory",
                "memory.swap.max",
                "0",
                "/linux/resources/memory/swap",
                CgroupSetting.Need.MAY_BE_MISSING));
  }

  @Test
  void unlimitedMemoryFreesSwapToo() {
    assertThat(written(memory(-1L, null, null), V1, NEW))
        .containsExactly("memory.memsw.limit_in_bytes=-1", "memory.limit_in_bytes=-1");
    assertThat(written(memory(-1L, null, null), V2, NEW))
        .containsExactly("memory.swap.max=max", "memory.max=max");
  }

  @Test
  void unlimitedSwapIsWrittenBeforeTheLimit() {
    assertThat(written(memory(100L, null, -1L), V1, NEW))
        .containsExactly("memory.memsw.limit_in_bytes=-1", "memory.limit_in_bytes=100");
    assertThat(written(memory(100L, null, -1L), V2, NEW))
        .containsExactly("memory.swap.max=max", "memory.max=100");
  }

  @Test
  void raisingBothBeginsWithTheTotalAndLoweringBothWithTheLimit() {
    assertThat(written(memory(200L, null, 300L), V1, present(100, 0)))
        .containsExactly("memory.memsw.limit_in_bytes=300", "memory.limit_in_bytes=200");
    assertThat(written(memory(200L, null, 300L), V1, present(400, 0)))
        .containsExactly("memory.limit_in_bytes=200", "memory.memsw.limit_in_bytes=300");
  }

  @Test
  void swapAloneOnVersion2GoesByThePresentLimit() {
    assertThat(written(memory(null, null, 150L), V2, present(100, 0)))
        .containsExactly("memory.swap.max=50");
    assertRefused(memory(null, null, 150L), V2, NEW)
        .hasMessage("/linux/resources/memory/swap: 150 needs a limit on memory as well");
  }

  @Test
  void aTotalBelowTheLimitIsRefusedByBothVersions() {
    String message =
        "/linux/resources/memory/swap: 50 is below the memory limit 100:"
            + " it is memory and swap together";
    assertRefused(memory(100L, null, 50L), V1, NEW).hasMessage(message);
    assertRefused(memory(100L, null, 50L), V2, NEW).hasMessage(message);
    assertRefused(memory(null, null, 50L), V2, present(100, 0)).hasMessage(message);
  }

  @Test
  void swapWithUnlimitedMemoryIsRefused() {
    assertRefused(memory(-1L, null, 50L), V1, NEW)
        .hasMessage("/linux/resources/memory/swap: 50 needs a limit on memory as well");
  }

  @Test
  void aNegativeSizeIsRefused() {
    assertRefused(memory(-2L, null, null), V1, NEW)
        .hasMessage("/linux/resources/memory/limit: -2 is neither an amount nor -1 for unlimited");
  }

  @Test
  void aMissingControllerIsNamedTogetherWithTheField() {
    assertRefused(memory(4096L, null, null), new Controllers(Map.of(), false), NEW)
        .isInstanceOf(CgroupException.class)
        .hasMessage(
            "/linux/resources/memory/limit: the memory controller is not available on this host");
  }

  @Test
  void aLimitBelowTheUsageIsRefusedOnlyWhenThatIsAskedFor() {
    Memory checked = new Memory(100L, null, null, null, null, null, null, null, true);
    assertRefused(checked, V2, present(500, 100))
        .hasMessage("/linux/resources/memory/limit: 100 is not above the present usage of 100");
    assertThat(written(checked, V2, present(500, 99))).containsExactly("memory.max=100");
    assertThat(written(memory(100L, null, null), V2, present(500, 100)))
        .containsExactly("memory.max=100");
  }

  @Test
  void memoryAndSwapTogetherBelowTheUsageAreRefusedLikewise() {
    Memory checked = new Memory(null, null, 100L, null, null, null, null, null, true);
    assertRefused(checked, V1, present(90, 100))
        .hasMessage("/linux/resources/memory/swap: 100 is not above the present usage of 100");
  }

  @Test
  void kernelMemoryIsALimitInVersion1OnlyUnlessItIsUnlimited() {
    Memory asked = new Memory(null, null, null, 10L, 20L, null, null, null, false);
    assertThat(written(asked, V1, NEW))
        .containsExactly("memory.kmem.limit_in_bytes=10", "memory.kmem.tcp.limit_in_bytes=20");
    assertRefused(asked, V2, NEW)
        .hasMessage("/linux/resources/memory/kernel: cgroup v2 has no such limit");
    Memory unlimited = new Memory(null, null, null, -1L, -1L, null, null, null, false);
    assertThat(written(unlimited, V1, NEW))
        .containsExactly("memory.kmem.limit_in_bytes=-1", "memory.kmem.tcp.limit_in_bytes=-1");
    assertThat(written(unlimited, V2, NEW)).isEmpty();
  }

  @Test
  void version1HasSwappinessAndTheOomKillerSwitch() {
    Memory asked = new Memory(null, null, null, null, null, 0L, true, true, false);
    assertThat(written(asked, V1, NEW))
        .containsExactly("memory.swappiness=0", "memory.oom_control=1", "memory.use_hierarchy=1");
  }

  @Test
  void version2RefusesWhatOnlyVersion1Has() {
    Memory swappiness = new Memory(null, null, null, null, null, 60L, null, null, false);
    assertRefused(swappiness, V2, NEW)
        .hasMessage("/linux/resources/memory/swappiness: cgroup v2 has no such limit");
    Memory oom = new Memory(null, null, null, null, null, null, true, null, false);
    assertRefused(oom, V2, NEW)
        .hasMessage("/linux/resources/memory/disableOOMKiller: cgroup v2 has no such limit");
  }

  @Test
  void falseAndMinusOneMeanNotSetToClients() {
    Memory asked = new Memory(null, null, null, null, null, -1L, false, false, false);
    assertThat(written(asked, V1, NEW)).isEmpty();
    assertThat(written(asked, V2, NEW)).isEmpty();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Memory asked, Controllers controllers, PresentLimits present) {
    return assertThatThrownBy(() -> settings(asked, controllers, present));
  }

  private static Memory memory(
      @Nullable Long limit, @Nullable Long reservation, @Nullable Long swap) {
    return new Memory(limit, reservation, swap, null, null, null, null, null, false);
  }

  private static PresentLimits present(long limit, long usage) {
    return new PresentLimits(
        OptionalLong.of(limit), OptionalLong.of(usage), OptionalLong.empty(), 100_000, 0, 0);
  }

  private static List<CgroupSetting> settings(
      Memory asked, Controllers controllers, PresentLimits present) {
    SettingList settings = new SettingList(controllers);
    MemoryRules.add(asked, present, settings);
    return settings.toList();
  }

  private static List<String> written(
      Memory asked, Controllers controllers, PresentLimits present) {
    return settings(asked, controllers, present).stream()
        .map(s -> s.file() + "=" + s.value())
        .toList();
  }
}
