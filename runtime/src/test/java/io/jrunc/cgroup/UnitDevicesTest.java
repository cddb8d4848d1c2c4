package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.cgroup.UnitDevices.Entry;
import io.jrunc.cgroup.UnitDevices.Policy;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnitDevicesTest {

  @Test
  void theDefaultDevicesAreListedAndNoOthersAreAllowed() {
    UnitDevices properties = UnitDevices.of(List.of(), CgroupVersion.V2);
    assertThat(properties.policy()).isEqualTo(Policy.STRICT);
    assertThat(properties.allowed())
        .containsExactly(
            new Entry("/dev/char/1:3", "rwm"),
            new Entry("/dev/char/1:5", "rwm"),
            new Entry("/dev/char/1:7", "rwm"),
            new Entry("/dev/char/1:8", "rwm"),
            new Entry("/dev/char/1:9", "rwm"),
            new Entry("/dev/char/5:0", "rwm"),
            new Entry("/dev/char/5:1", "rwm"),
            new Entry("/dev/char/5:2", "rwm"),
            new Entry("/dev/char/10:200", "rwm"),
            new Entry("char-136", "rwm"),
            new Entry("char-*", "m"),
            new Entry("block-*", "m"));
  }

  @Test
  void allowedDevicesAreListedByNumberAndDeniedOnesAreNot() {
    assertThat(
            listed(
                CgroupVersion.V1,
                rule(true, DeviceRuleType.BLOCK, 8L, null, "r"),
                rule(true, DeviceRuleType.CHAR, 10L, 229L, "rw"),
                rule(true, DeviceRuleType.CHAR, 10L, 237L, "rwm"),
                rule(false, DeviceRuleType.CHAR, 10L, 237L, "rwm")))
        .contains(new Entry("block-8", "rm"), new Entry("/dev/char/10:229", "rwm"))
        .noneMatch(entry -> entry.device().equals("/dev/char/10:237"));
  }

  @Test
  void allowingAllNeedsNoList() {
    assertThat(
            UnitDevices.of(
                List.of(rule(true, DeviceRuleType.ALL, null, null, "rwm")), CgroupVersion.V2))
        .isEqualTo(new UnitDevices(Policy.AUTO, List.of()));
    assertThat(Policy.AUTO.word()).isEqualTo("auto");
  }

  @Test
  void allDevicesOfOneTypeAreOneEntry() {
    assertThat(listed(CgroupVersion.V1, rule(true, DeviceRuleType.BLOCK, null, null, "rw")))
        .contains(new Entry("block-*", "rwm"), new Entry("char-*", "m"));
  }

  @Test
  void aMinorOfEveryMajorIsWidenedOnlyWhereAFilterStillRefusesTheOthers() {
    DeviceRule seventh = rule(true, DeviceRuleType.CHAR, null, 7L, "r");
    assertThat(listed(CgroupVersion.V2, seventh)).contains(new Entry("char-*", "rm"));
    assertThat(listed(CgroupVersion.V1, seventh)).contains(new Entry("char-*", "m"));
  }

  private static DeviceRule rule(
      boolean allow,
      DeviceRuleType type,
      @Nullable Long major,
      @Nullable Long minor,
      String access) {
    return new DeviceRule(allow, type, major, minor, access);
  }

  private static List<Entry> listed(CgroupVersion version, DeviceRule... rules) {
    return UnitDevices.of(List.of(rules), version).allowed();
  }
}
