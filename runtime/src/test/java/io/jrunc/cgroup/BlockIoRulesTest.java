package io.jrunc.cgroup;

import static io.jrunc.cgroup.RuleFixture.settings;
import static io.jrunc.cgroup.RuleFixture.v1;
import static io.jrunc.cgroup.RuleFixture.v2;
import static io.jrunc.cgroup.RuleFixture.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.cgroup.CgroupSetting.Need;
import io.jrunc.spec.linux.BlockIo;
import io.jrunc.spec.linux.ThrottleDevice;
import io.jrunc.spec.linux.WeightDevice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockIoRulesTest {

  private static final Controllers V1 = v1("blkio");
  private static final Controllers V2 = v2("io");
  private static final Controllers NEITHER = v1();

  @Test
  void weightsOfZeroAreNoneEvenWithoutAController() {
    assertThat(of(weights(0, 0), NEITHER)).isEmpty();
    assertThat(of(BlockIo.none(), NEITHER)).isEmpty();
  }

  @Test
  void aWeightGoesToTheFileOfWhicheverSchedulerTheKernelHas() {
    assertThat(of(weights(500, null), V1))
        .containsExactly("blkio.weight=500", "blkio.bfq.weight=500");
    assertThat(of(weights(500, null), V2)).containsExactly("io.bfq.weight=500", "io.weight=4950");
    for (Controllers controllers : List.of(V1, V2)) {
      assertThat(settings(controllers, s -> BlockIoRules.add(weights(500, null), s)))
          .extracting(CgroupSetting::need)
          .containsExactly(Need.NEXT_IF_MISSING, Need.MUST_BE_THERE);
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "100, 910", "500, 4950", "1000, 10000"})
  void weightsAreSpreadOverTheRangeOfTheOtherFile(int weight, int spread) {
    assertThat(BlockIoRules.costWeight(weight)).isEqualTo(spread);
  }

  @Test
  void aWeightOutOfRangeIsRefused() {
    for (Controllers controllers : List.of(V1, V2)) {
      assertThatThrownBy(() -> of(weights(9, null), controllers))
          .isInstanceOf(CgroupException.class)
          .hasMessage("/linux/resources/blockIO/weight: 9 is not from 10 to 1000");
      assertThatThrownBy(() -> of(device(new WeightDevice(8, 0, 1001, null)), controllers))
          .hasMessage(
              "/linux/resources/blockIO/weightDevice/0/weight: 1001 is not from 10 to 1000");
    }
  }

  @Test
  void theWeightOfADeviceNamesItByItsNumber() {
    BlockIo asked = device(new WeightDevice(8, 16, 1000, null));
    assertThat(of(asked, V1))
        .containsExactly("blkio.weight_device=8:16 1000", "blkio.bfq.weight_device=8:16 1000");
    assertThat(of(asked, V2)).containsExactly("io.bfq.weight=8:16 1000", "io.weight=8:16 10000");
  }

  @Test
  void leafWeightsAreForVersion1() {
    assertThat(of(weights(null, 20), V1)).containsExactly("blkio.leaf_weight=20");
    assertThat(of(device(new WeightDevice(8, 16, null, 30)), V1))
        .containsExactly("blkio.leaf_weight_device=8:16 30");
    assertThatThrownBy(() -> of(weights(null, 20), V2))
        .hasMessage("/linux/resources/blockIO/leafWeight: cgroup v2 has no such limit");
    assertThatThrownBy(() -> of(device(new WeightDevice(8, 16, 10, 30)), V2))
        .hasMessage(
            "/linux/resources/blockIO/weightDevice/0/leafWeight: cgroup v2 has no such limit");
  }

  @Test
  void aDeviceNeedsAWeight() {
    assertThatThrownBy(() -> of(device(new WeightDevice(8, 16, null, 0)), V1))
        .hasMessage(
            "/linux/resources/blockIO/weightDevice/0: has neither a weight nor a leafWeight");
  }

  @Test
  void ratesHaveAFileEachInVersion1AndAWordEachInVersion2() {
    BlockIo asked = rates(1, 2, 3, -1);
    assertThat(of(asked, V1))
        .containsExactly(
            "blkio.throttle.read_bps_device=8:0 1",
            "blkio.throttle.write_bps_device=8:0 2",
            "blkio.throttle.read_iops_device=8:0 3",
            "blkio.throttle.write_iops_device=8:0 18446744073709551615");
    assertThat(of(asked, V2))
        .containsExactly(
            "io.max=8:0 rbps=1",
            "io.max=8:0 wbps=2",
            "io.max=8:0 riops=3",
            "io.max=8:0 wiops=18446744073709551615");
  }

  @Test
  void aRateOfZeroIsNone() {
    assertThat(of(rates(0, 0, 0, 0), V1)).contains("blkio.throttle.read_bps_device=8:0 0");
    assertThat(of(rates(0, 0, 0, 0), V2)).contains("io.max=8:0 rbps=max", "io.max=8:0 wiops=max");
  }

  @Test
  void eachRateHasItsPointer() {
    assertThat(settings(V2, s -> BlockIoRules.add(rates(1, 2, 3, 4), s)))
        .extracting(CgroupSetting::pointer)
        .containsExactly(
            "/linux/resources/blockIO/throttleReadBpsDevice/0",
            "/linux/resources/blockIO/throttleWriteBpsDevice/0",
            "/linux/resources/blockIO/throttleReadIOPSDevice/0",
            "/linux/resources/blockIO/throttleWriteIOPSDevice/0");
  }

  @Test
  void theMissingControllerIsNamedAsTheHostWouldNameIt() {
    assertThatThrownBy(() -> of(weights(500, null), NEITHER))
        .hasMessage(
            "/linux/resources/blockIO/weight: the blkio controller is not available on this host");
    assertThatThrownBy(() -> of(weights(500, null), v2("memory")))
        .hasMessage(
            "/linux/resources/blockIO/weight: the io controller is not available on this host");
  }

  private static BlockIo weights(@Nullable Integer weight, @Nullable Integer leafWeight) {
    return new BlockIo(weight, leafWeight, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static BlockIo device(WeightDevice device) {
    return new BlockIo(null, null, List.of(device), List.of(), List.of(), List.of(), List.of());
  }

  private static BlockIo rates(long readBytes, long writtenBytes, long reads, long writes) {
    return new BlockIo(
        null,
        null,
        List.of(),
        List.of(new ThrottleDevice(8, 0, readBytes)),
        List.of(new ThrottleDevice(8, 0, writtenBytes)),
        List.of(new ThrottleDevice(8, 0, reads)),
        List.of(new ThrottleDevice(8, 0, writes)));
  }

  private static List<String> of(BlockIo asked, Controllers controllers) {
    return written(controllers, settings -> BlockIoRules.add(asked, settings));
  }
}
