package io.jrunc.cgroup;

import io.jrunc.spec.linux.DeviceRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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
 * <p>Version 1 keeps no order: it has a default and a list of exceptions from it. So each set of
 * devices that a rule names is followed through all rules, and what comes out is written as
 * exceptions from the default that can express it.
 */
final class DeviceRules {

  private static final String DEVICES = "devices";
  private static final String AT = SettingList.RESOURCES + "/devices";
  private static final DevicePattern ALL_CHAR =
      new DevicePattern('c', DevicePattern.ANY, DevicePattern.ANY);
  private static final DevicePattern ALL_BLOCK =
      new DevicePattern('b', DevicePattern.ANY, DevicePattern.ANY);

  private record Rule(
      boolean allow, DevicePattern pattern, Set<DeviceAccess> access, String pointer) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Set<DevicePattern> patterns = new LinkedHashSet<>(List.of(ALL_CHAR, ALL_BLOCK));

  /** What the rules leave for those devices of each pattern that no narrower one names. */
  private final Map<DevicePattern, Set<DeviceAccess>> allowed = new HashMap<>();

  private DeviceRules(List<DeviceRule> asked) {
    for (int i = 0; i < asked.size(); i++) {
      addRule(asked.get(i), AT + "/" + i);
    }
    addDefaults();
    addOverlaps();
    for (DevicePattern pattern : patterns) {
      allowed.put(pattern, follow(pattern));
    }
  }

  /**
   * Adds the device list of version 1.
   *
   * <p>Version 2 has no files for it but filters in eBPF; making those belongs here as well, and is
   * not done yet.
   *
   * @throws CgroupException if rules were asked for and there is nothing to keep them, or version 1
   *     can't express them
   */
  static void add(List<DeviceRule> asked, Controllers controllers, SettingList settings) {
    boolean missing = controllers.versionOf(DEVICES).isEmpty();
    if (missing && (asked.isEmpty() || controllers.isUnified())) {
      return;
    }
    settings.require(DEVICES, AT);
    new DeviceRules(asked).addTo(settings);
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

  private Set<DeviceAccess> exceptions(DevicePattern pattern, boolean fromDenied) {
    Set<DeviceAccess> left = Objects.requireNonNull(allowed.get(pattern));
    if (fromDenied) {
      return left;
    }
    EnumSet<DeviceAccess> denied = EnumSet.allOf(DeviceAccess.class);
    denied.removeAll(left);
    return denied;
  }

  private void addTo(SettingList settings) {
    boolean open = exceptions(ALL_CHAR, false).isEmpty() && exceptions(ALL_BLOCK, false).isEmpty();
    if (canExpress(!open)) {
      addTo(settings, !open);
    } else if (canExpress(open)) {
      addTo(settings, open);
    } else {
      throw new CgroupException(
          AT, "cgroup v1 can't express an exception from an exception as these rules make it");
    }
  }

  /** Exceptions add up, so no narrower pattern may have fewer of them than a wider one. */
  private boolean canExpress(boolean fromDenied) {
    for (DevicePattern wide : patterns) {
      for (DevicePattern narrow : patterns) {
        boolean lost =
            wide.isWiderThan(narrow)
                && !exceptions(narrow, fromDenied).containsAll(exceptions(wide, fromDenied));
        if (lost) {
          return false;
        }
      }
    }
    return true;
  }

  private void addTo(SettingList settings, boolean fromDenied) {
    // "a" throws away all exceptions
    settings.put(DEVICES, fromDenied ? "devices.deny" : "devices.allow", "a", AT);
    String file = fromDenied ? "devices.allow" : "devices.deny";
    for (DevicePattern pattern : patterns) {
      Set<DeviceAccess> access = exceptions(pattern, fromDenied);
      if (!access.isEmpty() && !saidByWider(pattern, access, fromDenied)) {
        String value = pattern + " " + DeviceAccess.letters(access);
        settings.put(DEVICES, file, value, pointer(pattern));
      }
    }
  }

  private boolean saidByWider(DevicePattern pattern, Set<DeviceAccess> access, boolean fromDenied) {
    for (DevicePattern wide : patterns) {
      if (wide.isWiderThan(pattern) && exceptions(wide, fromDenied).containsAll(access)) {
        return true;
      }
    }
    return false;
  }

  /** The last rule that names the pattern. */
  private String pointer(DevicePattern pattern) {
    String pointer = AT;
    for (Rule rule : rules) {
      if (rule.pattern().equals(pattern) && !rule.pointer().equals(AT)) {
        pointer = rule.pointer();
      }
    }
    return pointer;
  }
}
