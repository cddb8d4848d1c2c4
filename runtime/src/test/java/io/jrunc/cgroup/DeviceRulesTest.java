package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import io.jrunc.spec.linux.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceRulesTest {

  private static final Controllers V1 =
      new Controllers(Map.of("devices", CgroupVersion.V1, "cpu", CgroupVersion.V1), false);
  private static final DeviceRule DENY_ALL = all(false);
  private static final DeviceRule ALLOW_ALL = all(true);

  @Test
  void withoutRulesNothingButTheDefaultDevicesIsAllowed() {
    assertThat(written())
        .containsExactly(
            "devices.deny=a",
            "devices.allow=c *:* m",
            "devices.allow=b *:* m",
            "devices.allow=c 1:3 rwm",
            "devices.allow=c 1:5 rwm",
            "devices.allow=c 1:7 rwm",
            "devices.allow=c 1:8 rwm",
            "devices.allow=c 1:9 rwm",
            "devices.allow=c 5:0 rwm",
            "devices.allow=c 5:1 rwm",
            "devices.allow=c 5:2 rwm",
            "devices.allow=c 136:* rwm",
            "devices.allow=c 10:200 rwm");
  }

  @Test
  void denyingAllIsWhatHoldsAnyway() {
    assertThat(written(DENY_ALL)).isEqualTo(written());
  }

  @Test
  void anAllowedDeviceIsAnException() {
    assertThat(written(DENY_ALL, character(true, 10L, 229L, "rw")))
        .contains("devices.allow=c 10:229 rwm");
  }

  @Test
  void aLaterRuleTakesBackWhatAnEarlierOneAllowed() {
    assertThat(
            written(
                DENY_ALL, character(true, 10L, 229L, "rwm"), character(false, 10L, 229L, "rwm")))
        .isEqualTo(written());
  }

  @Test
  void aRuleForOneWordOfAccessLeavesTheOthers() {
    assertThat(written(character(true, 10L, 229L, "rw"), character(false, 10L, 229L, "w")))
        .contains("devices.allow=c 10:229 rm");
  }

  @Test
  void theDefaultDevicesCantBeTakenAway() {
    assertThat(written(character(false, 1L, 3L, "rwm"))).contains("devices.allow=c 1:3 rwm");
  }

  @Test
  void allowingAllIsTheKernelsOwnWordForIt() {
    assertThat(written(ALLOW_ALL)).containsExactly("devices.allow=a");
  }

  @Test
  void allButOneIsAnExceptionFromAll() {
    assertThat(written(ALLOW_ALL, character(false, 10L, 229L, "rw")))
        .containsExactly("devices.allow=a", "devices.deny=c 10:229 rw");
  }

  @Test
  void allBlockDevicesButNoCharacterDevices() {
    DeviceRule noCharacters = character(false, null, null, "rwm");
    assertThat(written(ALLOW_ALL, noCharacters))
        .startsWith("devices.deny=a", "devices.allow=c *:* m", "devices.allow=b *:* rwm")
        .contains("devices.allow=c 1:3 rwm");
  }

  @Test
  void aRuleForAllTypesAndOneNumberIsNotARuleForAll() {
    DeviceRule both = new DeviceRule(true, DeviceRuleType.ALL, 8L, 0L, "r");
    assertThat(written(both))
        .startsWith("devices.deny=a")
        .contains("devices.allow=c 8:0 rm", "devices.allow=b 8:0 rm");
  }

  @Test
  void minusOneIsEveryNumber() {
    assertThat(written(character(true, 4L, -1L, "rw"))).contains("devices.allow=c 4:* rwm");
  }

  @Test
  void aHoleInAnExceptionIsFilledByStartingFromTheOtherSide() {
    // among the terminals all but one, which only "all but" can say
    assertThat(
            written(
                ALLOW_ALL,
                character(false, 4L, 1L, "rwm"),
                new DeviceRule(false, DeviceRuleType.BLOCK, null, null, "rw")))
        .containsExactly("devices.allow=a", "devices.deny=b *:* rw", "devices.deny=c 4:1 rw");
  }

  @Test
  void rulesThatVersion1CannotExpressAreRefused() {
    assertThatThrownBy(
            () -> written(character(true, 4L, null, "rw"), character(false, 4L, 1L, "rw")))
        .isInstanceOf(CgroupException.class)
        .hasMessageStartingWith("/linux/resources/devices/1: cgroup v1 can't express");
  }

  @Test
  void whereTwoPatternsCrossTheLaterOneWins() {
    assertThatThrownBy(
            () -> written(character(true, 4L, null, "rw"), character(false, null, 7L, "rw")))
        .isInstanceOf(CgroupException.class);
    assertThat(written(character(false, null, 7L, "rw"), character(true, 4L, null, "rw")))
        .contains("devices.allow=c 4:* rwm");
  }

  @Test
  void anExceptionIsBlamedOnItsRule() {
    assertThat(settings(V1, DENY_ALL, character(true, 10L, 229L, "rw")))
        .contains(
            new CgroupSetting(
                "devices",
                "devices.allow",
                "c 10:229 rwm",
                "/linux/resources/devices/1",
                CgroupSetting.Need.MUST_BE_THERE));
  }

  @Test
  void anAccessMustBeNamed() {
    assertThatThrownBy(() -> written(character(true, 1L, 1L, "")))
        .hasMessage("/linux/resources/devices/0/access: names none of r, w and m");
    assertThatThrownBy(() -> written(character(true, 1L, 1L, "rx")))
        .hasMessage("/linux/resources/devices/0/access: 'x' is none of r, w and m");
  }

  @Test
  void aNumberOutOfRangeIsRefused() {
    assertThatThrownBy(() -> written(character(true, -2L, 1L, "r")))
        .hasMessage("/linux/resources/devices/0/major: -2 is not the number of a device");
  }

  @Test
  void rulesWithoutAControllerAreRefusedAndNoRulesAreNot() {
    Controllers none = new Controllers(Map.of("cpu", CgroupVersion.V1), false);
    assertThat(settings(none)).isEmpty();
    assertThatThrownBy(() -> settings(none, DENY_ALL))
        .hasMessage(
            "/linux/resources/devices: the devices controller is not available on this host");
  }

  private static DeviceRule all(boolean allow) {
    return new DeviceRule(allow, DeviceRuleType.ALL, null, null, "rwm");
  }

  private static DeviceRule character(
      boolean allow, @Nullable Long major, @Nullable Long minor, String access) {
    return new DeviceRule(allow, DeviceRuleType.CHAR, major, minor, access);
  }

  private static List<String> written(DeviceRule... rules) {
    return settings(V1, rules).stream().map(s -> s.file() + "=" + s.value()).toList();
  }

  private static List<CgroupSetting> settings(Controllers controllers, DeviceRule... rules) {
    Resources none = Resources.none();
    Resources asked =
        new Resources(
            List.of(rules),
            none.memory(),
            none.cpu(),
            none.pids(),
            none.blockIo(),
            none.hugepageLimits(),
            none.network(),
            none.rdma(),
            none.unified());
    return ResourceRules.devices(asked, controllers);
  }
}
