package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.linux.BpfProgram;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.DeviceRuleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceFilterTest {

  private static final int RW = BpfMachine.READ | BpfMachine.WRITE;
  private static final int RWM = RW | BpfMachine.MKNOD;
  private static final long[] NUMBERS = {0, 1, 3, 4, 7, 10, 200, 0xffff_ffffL};

  @Test
  void withoutRulesNothingButTheDefaultDevicesIsAllowed() {
    BpfProgram program = program();
    assertThat(BpfMachine.allows(program, 'c', 1, 3, RWM)).isTrue();
    assertThat(BpfMachine.allows(program, 'c', 136, 77, RW)).isTrue();
    assertThat(BpfMachine.allows(program, 'c', 1, 11, BpfMachine.READ)).isFalse();
    assertThat(BpfMachine.allows(program, 'c', 1, 11, BpfMachine.MKNOD)).isTrue();
    assertThat(BpfMachine.allows(program, 'b', 1, 3, BpfMachine.READ)).isFalse();
    assertThat(BpfMachine.allows(program, 'b', 8, 0, BpfMachine.MKNOD)).isTrue();
  }

  @Test
  void everythingThatIsAskedForMustBeAllowed() {
    BpfProgram program = program(rule(true, DeviceRuleType.CHAR, 10L, 229L, "r"));
    assertThat(BpfMachine.allows(program, 'c', 10, 229, BpfMachine.READ)).isTrue();
    assertThat(BpfMachine.allows(program, 'c', 10, 229, BpfMachine.WRITE)).isFalse();
    assertThat(BpfMachine.allows(program, 'c', 10, 229, RW)).isFalse();
  }

  @Test
  void anExceptionFromAnExceptionHolds() {
    BpfProgram program =
        program(
            rule(true, DeviceRuleType.CHAR, 4L, null, "rw"),
            rule(false, DeviceRuleType.CHAR, 4L, 1L, "w"));
    assertThat(BpfMachine.allows(program, 'c', 4, 2, RW)).isTrue();
    assertThat(BpfMachine.allows(program, 'c', 4, 1, BpfMachine.READ)).isTrue();
    assertThat(BpfMachine.allows(program, 'c', 4, 1, RW)).isFalse();
  }

  @Test
  void theLargestNumbersAreComparedWithAllTheirBits() {
    BpfProgram program =
        program(rule(true, DeviceRuleType.BLOCK, 0xffff_ffffL, 0x8000_0000L, "rw"));
    assertThat(BpfMachine.allows(program, 'b', 0xffff_ffffL, 0x8000_0000L, RW)).isTrue();
    assertThat(BpfMachine.allows(program, 'b', 0x7fff_ffffL, 0x8000_0000L, RW)).isFalse();
  }

  @Test
  void aListOfRulesIsFollowedAsTheSpecificationSays() {
    Random random = new Random(7);
    for (int round = 0; round < 400; round++) {
      List<DeviceRule> rules = randomRules(random);
      BpfProgram program = new DeviceFilter(new DeviceRules(rules)).program();
      compare(rules, program);
    }
  }

  private static void compare(List<DeviceRule> rules, BpfProgram program) {
    for (char type : new char[] {'c', 'b'}) {
      for (long major : NUMBERS) {
        for (long minor : NUMBERS) {
          for (int access = 1; access <= RWM; access++) {
            if (BpfMachine.allows(program, type, major, minor, access)
                != isAllowed(rules, type, major, minor, access)) {
              throw new AssertionError(
                  type + " " + major + ":" + minor + " access " + access + " by " + rules);
            }
          }
        }
      }
    }
  }

  /** The meaning of rules, spelled out: nothing, then one rule after the other, then defaults. */
  private static boolean isAllowed(
      List<DeviceRule> rules, char type, long major, long minor, int access) {
    int allowed = 0;
    for (DeviceRule rule : rules) {
      boolean named =
          (rule.type() == DeviceRuleType.ALL
                  || rule.type() == (type == 'c' ? DeviceRuleType.CHAR : DeviceRuleType.BLOCK))
              && isNamed(rule.major(), major)
              && isNamed(rule.minor(), minor);
      if (named) {
        allowed = rule.allow() ? allowed | bits(rule) : allowed & ~bits(rule);
      }
    }
    allowed |= BpfMachine.MKNOD;
    if (type == 'c' && isDefault(major, minor)) {
      allowed = RWM;
    }
    return (access & ~allowed) == 0;
  }

  private static boolean isNamed(@Nullable Long asked, long number) {
    return asked == null || asked == -1 || asked == number;
  }

  private static boolean isDefault(long major, long minor) {
    return (major == 1 && (minor == 3 || minor == 5 || minor == 7 || minor == 8 || minor == 9))
        || (major == 5 && minor <= 2)
        || major == 136
        || (major == 10 && minor == 200);
  }

  private static int bits(DeviceRule rule) {
    String access = String.valueOf(rule.access());
    return (access.contains("r") ? BpfMachine.READ : 0)
        | (access.contains("w") ? BpfMachine.WRITE : 0)
        | (access.contains("m") ? BpfMachine.MKNOD : 0);
  }

  private static List<DeviceRule> randomRules(Random random) {
    List<DeviceRule> rules = new ArrayList<>();
    List<DeviceRuleType> types = List.of(DeviceRuleType.values());
    int count = random.nextInt(9);
    for (int i = 0; i < count; i++) {
      String[] accesses = {"r", "w", "m", "rw", "rm", "wm", "rwm", "rwm"};
      rules.add(
          rule(
              random.nextBoolean(),
              types.get(random.nextInt(types.size())),
              randomNumber(random),
              randomNumber(random),
              accesses[random.nextInt(accesses.length)]));
    }
    return rules;
  }

  private static @Nullable Long randomNumber(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> -1L;
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  private static DeviceRule rule(
      boolean allow,
      DeviceRuleType type,
      @Nullable Long major,
      @Nullable Long minor,
      String access) {
    return new DeviceRule(allow, type, major, minor, access);
  }

  private static BpfProgram program(DeviceRule... rules) {
    return new DeviceFilter(new DeviceRules(List.of(rules))).program();
  }
}
