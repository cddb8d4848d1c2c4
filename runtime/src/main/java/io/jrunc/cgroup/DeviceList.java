package io.jrunc.cgroup;

import java.util.EnumSet;
import java.util.Set;

/**
 * The device list of version 1, which keeps no order: it has a default, and exceptions from it that
 * add up. What rules leave is written as exceptions from the default that can express it.
 */
final class DeviceList {

  static final String CONTROLLER = "devices";

  private final DeviceRules rules;
  private final boolean fromDenied;

  /**
   * Decides for a default.
   *
   * @throws CgroupException if no default can express the rules
   */
  DeviceList(DeviceRules rules) {
    this.rules = rules;
    boolean open =
        exceptions(rules, DeviceRules.ALL_CHAR, false).isEmpty()
            && exceptions(rules, DeviceRules.ALL_BLOCK, false).isEmpty();
    String lost = lost(rules, !open);
    if (lost.isEmpty()) {
      this.fromDenied = !open;
    } else if (lost(rules, open).isEmpty()) {
      this.fromDenied = open;
    } else {
      throw new CgroupException(
          lost, "cgroup v1 can't express an exception from an exception as these rules make it");
    }
  }

  private static Set<DeviceAccess> exceptions(
      DeviceRules rules, DevicePattern pattern, boolean fromDenied) {
    Set<DeviceAccess> left = rules.allowed(pattern);
    if (fromDenied) {
      return left;
    }
    EnumSet<DeviceAccess> denied = EnumSet.allOf(DeviceAccess.class);
    denied.removeAll(left);
    return denied;
  }

  /**
   * The rule that would be lost, because exceptions add up and so no narrower pattern may have
   * fewer of them than a wider one; empty if none would be.
   */
  private static String lost(DeviceRules rules, boolean fromDenied) {
    for (DevicePattern wide : rules.patterns()) {
      Set<DeviceAccess> all = exceptions(rules, wide, fromDenied);
      for (DevicePattern narrow : rules.patterns()) {
        if (wide.isWiderThan(narrow) && !exceptions(rules, narrow, fromDenied).containsAll(all)) {
          return rules.pointer(narrow);
        }
      }
    }
    return "";
  }

  /** All that is to be written, whatever the list has been. */
  void addTo(SettingList settings) {
    // "a" throws away all exceptions
    settings.put(CONTROLLER, fromDenied ? "devices.deny" : "devices.allow", "a", DeviceRules.AT);
    String file = fromDenied ? "devices.allow" : "devices.deny";
    for (DevicePattern pattern : rules.patterns()) {
      Set<DeviceAccess> access = exceptions(rules, pattern, fromDenied);
      if (!access.isEmpty() && !saidByWider(pattern, access)) {
        String value = pattern + " " + DeviceAccess.letters(access);
        settings.put(CONTROLLER, file, value, rules.pointer(pattern));
      }
    }
  }

  private boolean saidByWider(DevicePattern pattern, Set<DeviceAccess> access) {
    for (DevicePattern wide : rules.patterns()) {
      if (wide.isWiderThan(pattern) && exceptions(rules, wide, fromDenied).containsAll(access)) {
        return true;
      }
    }
    return false;
  }
}
