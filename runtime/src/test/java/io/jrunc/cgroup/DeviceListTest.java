package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceListTest {

  private static final DeviceRule DENY_ALL = rule(false, DeviceRuleType.ALL, null, null, "rwm");
  private static final DeviceRule ALLOW_ALL = rule(true, DeviceRuleType.ALL, null, null, "rwm");
  private static final DeviceRule FUSE = character(true, 10L, 229L, "rw");
  private static final DeviceRule LOOP = character(true, 10L, 237L, "rw");

  @Test
  void onlyTheDifferenceIsWrittenAndWhatIsNewComesFirst() {
    DeviceList.Change change = change(List.of(DENY_ALL, FUSE), List.of(DENY_ALL, LOOP));
    assertThat(change.isGradual()).isTrue();
    assertThat(lines(change))
        .containsExactly("devices.allow=c 10:237 rwm", "devices.deny=c 10:229 rwm");
  }

  @Test
  void onlyTheLettersThatDifferAreWritten() {
    List<DeviceRule> before = List.of(character(true, 10L, 229L, "rw"));
    List<DeviceRule> after =
        List.of(character(true, 10L, 229L, "rwm"), character(false, 10L, 229L, "w"));
    assertThat(lines(change(before, after))).containsExactly("devices.deny=c 10:229 w");
  }

  @Test
  void theSameRulesWriteNothing() {
    assertThat(lines(change(List.of(DENY_ALL, FUSE), List.of(FUSE)))).isEmpty();
  }

  @Test
  void allowingAllIsAddedToTheExceptionsOfOneThatDeniesAll() {
    DeviceList.Change change = change(List.of(DENY_ALL), List.of(ALLOW_ALL));
    assertThat(change.isGradual()).isTrue();
    assertThat(lines(change))
        .startsWith("devices.allow=c *:* rw", "devices.allow=b *:* rw")
        .doesNotContain("devices.allow=a");
  }

  @Test
  void aListWithAnotherDefaultIsBegunAnewWhileNothingRuns() {
    DeviceRule noFuse = character(false, 10L, 229L, "rw");
    DeviceList.Change closed = change(List.of(ALLOW_ALL), List.of(DENY_ALL));
    assertThat(closed.isGradual()).isFalse();
    assertThat(lines(closed)).startsWith("devices.deny=a");
    DeviceList.Change opened = change(List.of(DENY_ALL), List.of(ALLOW_ALL, noFuse));
    assertThat(opened.isGradual()).isFalse();
    assertThat(lines(opened)).containsExactly("devices.allow=a", "devices.deny=c 10:229 rw");
  }

  @Test
  void exceptionsFromAllThatTheKernelDoesNotShowAreThrownAway() {
    DeviceRule noFuse = character(false, 10L, 229L, "rw");
    DeviceList.Change change = change(List.of(ALLOW_ALL, noFuse), List.of(ALLOW_ALL));
    assertThat(change.isGradual()).isTrue();
    assertThat(lines(change)).containsExactly("devices.allow=a");
  }

  @Test
  void whatTheKernelSaysMustBeAList() {
    assertThatThrownBy(() -> DeviceList.change("c 1-3 rwm", new DeviceRules(List.of())))
        .isInstanceOf(CgroupException.class)
        .hasMessage("/linux/resources/devices: 'c 1-3' in devices.list names no device");
  }

  @Test
  void anyRulesBecomeAnyOthersAndNoStepTakesOrGivesWhatBothAgreeOn() {
    Random random = new Random(11);
    int gradual = 0;
    for (int round = 0; round < 2000; round++) {
      List<DeviceRule> before = randomRules(random);
      List<DeviceRule> after = randomRules(random);
      if (isExpressible(before) && isExpressible(after)) {
        gradual += check(before, after) ? 1 : 0;
      }
    }
    assertThat(gradual).isGreaterThan(300);
  }

  /** Follows a change step by step; whether it is one with processes that run. */
  private static boolean check(List<DeviceRule> before, List<DeviceRule> after) {
    KernelDeviceList list = listOf(before);
    KernelDeviceList wanted = listOf(after);
    KernelDeviceList old = listOf(before);
    DeviceList.Change change = DeviceList.change(list.text(), new DeviceRules(after));
    for (CgroupSetting setting : change.settings()) {
      list.write(setting);
      if (change.isGradual()) {
        compare(list, old, wanted, before + " to " + after + " after " + setting);
      }
    }
    compare(list, wanted, wanted, before + " to " + after);
    return change.isGradual();
  }

  private static void compare(
      KernelDeviceList list, KernelDeviceList old, KernelDeviceList wanted, String when) {
    for (char type : new char[] {'c', 'b'}) {
      for (long major = 1; major <= 5; major++) {
        for (long minor = 1; minor <= 5; minor++) {
          DevicePattern device = new DevicePattern(type, major, minor);
          for (Set<DeviceAccess> access : accesses()) {
            boolean isWanted = wanted.allows(device, access);
            if (isWanted == old.allows(device, access) && isWanted != list.allows(device, access)) {
              throw new AssertionError(device + " " + access + ": " + when);
            }
          }
        }
      }
    }
  }

  private static List<Set<DeviceAccess>> accesses() {
    return List.of(
        EnumSet.of(DeviceAccess.READ),
        EnumSet.of(DeviceAccess.WRITE),
        EnumSet.of(DeviceAccess.MKNOD),
        EnumSet.of(DeviceAccess.READ, DeviceAccess.WRITE));
  }

  private static boolean isExpressible(List<DeviceRule> rules) {
    try {
      DeviceList.of(new DeviceRules(rules));
      return true;
    } catch (CgroupException e) {
      return false;
    }
  }

  private static KernelDeviceList listOf(List<DeviceRule> rules) {
    KernelDeviceList list = new KernelDeviceList();
    DeviceList.of(new DeviceRules(rules)).settings().forEach(list::write);
    return list;
  }

  private static DeviceList.Change change(List<DeviceRule> before, List<DeviceRule> after) {
    return DeviceList.change(listOf(before).text(), new DeviceRules(after));
  }

  private static List<String> lines(DeviceList.Change change) {
    return change.settings().stream().map(s -> s.file() + "=" + s.value()).toList();
  }

  private static List<DeviceRule> randomRules(Random random) {
    List<DeviceRule> rules = new ArrayList<>();
    List<DeviceRuleType> types = List.of(DeviceRuleType.values());
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String[] accesses = {"r", "w", "rw", "rwm", "rwm"};
      rules.add(
          rule(
              random.nextInt(3) > 0,
              types.get(random.nextInt(types.size())),
              random.nextInt(4) == 0 ? null : 1L + random.nextInt(4),
              random.nextInt(3) == 0 ? null : 1L + random.nextInt(4),
              accesses[random.nextInt(accesses.length)]));
    }
    return rules;
  }

  private static DeviceRule character(
      boolean allow, @Nullable Long major, @Nullable Long minor, String access) {
    return rule(allow, DeviceRuleType.CHAR, major, minor, access);
  }

  private static DeviceRule rule(
      boolean allow,
      DeviceRuleType type,
      @Nullable Long major,
      @Nullable Long minor,
      String access) {
    return new DeviceRule(allow, type, major, minor, access);
  }
}
