package io.jrunc.cgroup;

import io.jrunc.spec.linux.DeviceRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices that a container may use: none but what the rules allow, of which a later one wins,
 * and the default devices of the specification always.
 *
 * <p>No kernel interface keeps the order of rules as config.json has it. So each set of devices
 * that a rule names is followed through all rules, here and once; the device list of version 1, the
 * filter of version 2 and the properties of systemd's units are made from what comes out.
 */
final class DeviceRules {

  /** The field with the rules. */
  static final String AT = SettingList.RESOURCES + "/devices";

  static final DevicePattern ALL_CHAR =
      new DevicePattern('c', DevicePattern.ANY, DevicePattern.ANY);
  static final DevicePattern ALL_BLOCK =
      new DevicePattern('b', DevicePattern.ANY, DevicePattern.ANY);

  private record Rule(
      boolean allow, DevicePattern pattern, Set<DeviceAccess> access, String pointer) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Set<DevicePattern> patterns = new LinkedHashSet<>(List.of(ALL_CHAR, ALL_BLOCK));
  private final Map<DevicePattern, Set<DeviceAccess>> allowed = new HashMap<>();

  /**
   * Follows the rules of config.json.
   *
   * @throws CgroupException if one of them can't be understood
   */
  DeviceRules(List<DeviceRule> asked) {
    for (int i = 0; i < asked.size(); i++) {
      addRule(asked.get(i), AT + "/" + i);
    }
    addDefaults();
    addOverlaps();
    for (DevicePattern pattern : patterns) {
      allowed.put(pattern, follow(pattern));
    }
  }

  private void addRule(DeviceRule asked, String pointer) {
    String letters = asked.access();
    Set<DeviceAccess> access =
        DeviceAccess.parse(letters == null ? "" : letters, pointer + "/access");
    long major = number(asked.major(), pointer + "/major");
    long minor = number(asked.minor(), pointer + "/minor");
    String types =
        switch (asked.type()) {
          case ALL -> "cb";
          case CHAR -> "c";
          case BLOCK -> "b";
        };
    for (int i = 0; i < types.length(); i++) {
      DevicePattern pattern = new DevicePattern(types.charAt(i), major, minor);
      add(new Rule(asked.allow(), pattern, access, pointer));
    }
  }

  private static long number(@Nullable Long asked, String pointer) {
    if (asked == null) {
      return DevicePattern.ANY;
    }
    if (asked < DevicePattern.ANY || asked > 0xffff_ffffL) {
      throw new CgroupException(pointer, asked + " is not the number of a device");
    }
    return asked;
  }

  private void addDefaults() {
    Set<DeviceAccess> mknod = EnumSet.of(DeviceAccess.MKNOD);
    add(new Rule(true, ALL_CHAR, mknod, AT));
    add(new Rule(true, ALL_BLOCK, mknod, AT));
    allowDefault(1, 3); // null
    allowDefault(1, 5); // zero
    allowDefault(1, 7); // full
    allowDefault(1, 8); // random
    allowDefault(1, 9); // urandom
    allowDefault(5, 0); // tty
    allowDefault(5, 1); // console
    allowDefault(5, 2); // ptmx
    allowDefault(136, DevicePattern.ANY); // pts
    allowDefault(10, 200); // net/tun, which images have come to rely on
  }

  private void allowDefault(long major, long minor) {
    DevicePattern pattern = new DevicePattern('c', major, minor);
    add(new Rule(true, pattern, EnumSet.allOf(DeviceAccess.class), AT));
  }

  private void add(Rule rule) {
    rules.add(rule);
    patterns.add(rule.pattern());
  }

  /**
   * Where a rule for one major and a rule for one minor meet is a device with a fate of its own.
   */
  private void addOverlaps() {
    List<DevicePattern> named = List.copyOf(patterns);
    for (DevicePattern a : named) {
      for (DevicePattern b : named) {
        boolean crossed =
            a.type() == b.type()
                && a.minor() == DevicePattern.ANY
                && b.major() == DevicePattern.ANY;
        if (crossed) {
          patterns.add(new DevicePattern(a.type(), a.major(), b.minor()));
        }
      }
    }
  }

  private Set<DeviceAccess> follow(DevicePattern pattern) {
    EnumSet<DeviceAccess> result = EnumSet.noneOf(DeviceAccess.class);
    for (Rule rule : rules) {
      if (rule.pattern().covers(pattern)) {
        if (rule.allow()) {
          result.addAll(rule.access());
        } else {
          result.removeAll(rule.access());
        }
      }
    }
    return result;
  }

  /**
   * Every set of devices with a fate of its own, in the order of the rules. Of those that a device
   * is in, one is the narrowest: where two cross, the crossing is listed as well.
   */
  Set<DevicePattern> patterns() {
    return patterns;
  }

  /** What may be done with those devices of a pattern that no narrower one names. */
  Set<DeviceAccess> allowed(DevicePattern pattern) {
    return Objects.requireNonNull(allowed.get(pattern));
  }

  /** The last rule that names the pattern; the whole field if none does. */
  String pointer(DevicePattern pattern) {
    String pointer = AT;
    for (Rule rule : rules) {
      if (rule.pattern().equals(pattern) && !rule.pointer().equals(AT)) {
        pointer = rule.pointer();
      }
    }
    return pointer;
  }

  /** Whether everything may be done with every device. */
  boolean allowAll() {
    for (Set<DeviceAccess> access : allowed.values()) {
      if (access.size() < DeviceAccess.values().length) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same as a list of which the first pattern that has a device decides: the narrow ones before
   * the wide ones, without those that a later one makes superfluous.
   */
  Map<DevicePattern, Set<DeviceAccess>> decisions() {
    List<DevicePattern> kept = new ArrayList<>();
    for (int narrowness = 0; narrowness <= DevicePattern.NARROWEST; narrowness++) {
      List<DevicePattern> asWide = new ArrayList<>();
      for (DevicePattern pattern : patterns) {
        if (pattern.narrowness() == narrowness && !isSaidBy(kept, pattern)) {
          asWide.add(pattern);
        }
      }
      kept.addAll(0, asWide);
    }
    Map<DevicePattern, Set<DeviceAccess>> decisions = new LinkedHashMap<>();
    for (DevicePattern pattern : kept) {
      decisions.put(pattern, allowed(pattern));
    }
    return decisions;
  }

  private boolean isSaidBy(List<DevicePattern> wider, DevicePattern pattern) {
    for (DevicePattern wide : wider) {
      if (wide.covers(pattern)) {
        return allowed(wide).equals(allowed(pattern));
      }
    }
    return false;
  }
}
