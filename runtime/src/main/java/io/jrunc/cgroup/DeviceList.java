package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupSetting.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The device list of version 1, which keeps no order: it has a default, and exceptions from it that
 * add up. What rules leave is written as exceptions from the default that can express it.
 */
final class DeviceList {

  static final String CONTROLLER = "devices";

  private final DeviceRules rules;
  private final boolean fromDenied;

  private DeviceList(DeviceRules rules, boolean fromDenied) {
    this.rules = rules;
    this.fromDenied = fromDenied;
  }

  /**
   * The list for a group that nobody is in yet.
   *
   * @throws CgroupException if no default can express the rules
   */
  static DeviceList of(DeviceRules rules) {
    boolean open =
        exceptions(rules, DeviceRules.ALL_CHAR, false).isEmpty()
            && exceptions(rules, DeviceRules.ALL_BLOCK, false).isEmpty();
    return of(rules, !open);
  }

  /**
   * The list with this default, or with the other one if this one can't express the rules.
   *
   * @throws CgroupException if no default can
   */
  private static DeviceList of(DeviceRules rules, boolean fromDenied) {
    String lost = lost(rules, fromDenied);
    if (lost.isEmpty()) {
      return new DeviceList(rules, fromDenied);
    }
    if (lost(rules, !fromDenied).isEmpty()) {
      return new DeviceList(rules, !fromDenied);
    }
    throw new CgroupException(
        lost, "cgroup v1 can't express an exception from an exception as these rules make it");
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
  List<CgroupSetting> settings() {
    List<CgroupSetting> settings = new ArrayList<>();
    // "a" throws away all exceptions
    settings.add(setting(!fromDenied, "a", DeviceRules.AT));
    for (Map.Entry<DevicePattern, Set<DeviceAccess>> exception : exceptions().entrySet()) {
      settings.add(setting(fromDenied, exception.getKey(), exception.getValue()));
    }
    return settings;
  }

  /** The exceptions, without those that a wider one includes. */
  private Map<DevicePattern, Set<DeviceAccess>> exceptions() {
    Map<DevicePattern, Set<DeviceAccess>> exceptions = new LinkedHashMap<>();
    for (DevicePattern pattern : rules.patterns()) {
      Set<DeviceAccess> access = exceptions(rules, pattern, fromDenied);
      if (!access.isEmpty() && !saidByWider(pattern, access)) {
        exceptions.put(pattern, access);
      }
    }
    return exceptions;
  }

  private boolean saidByWider(DevicePattern pattern, Set<DeviceAccess> access) {
    for (DevicePattern wide : rules.patterns()) {
      if (wide.isWiderThan(pattern) && exceptions(rules, wide, fromDenied).containsAll(access)) {
        return true;
      }
    }
    return false;
  }

  private CgroupSetting setting(boolean allow, DevicePattern pattern, Set<DeviceAccess> access) {
    String value = pattern + " " + DeviceAccess.letters(access);
    return setting(allow, value, rules.pointer(pattern));
  }

  private static CgroupSetting setting(boolean allow, String value, String pointer) {
    String file = allow ? "devices.allow" : "devices.deny";
    return new CgroupSetting(CONTROLLER, file, value, pointer, Need.MUST_BE_THERE);
  }

  /**
   * How a list becomes another while devices are in use.
   *
   * @param settings what is to be written
   * @param isGradual whether each step leaves every device allowed that was and is to be, and none
   *     that was not and is not to be; otherwise processes must not run meanwhile
   */
  record Change(List<CgroupSetting> settings, boolean isGradual) {
    Change {
      settings = List.copyOf(settings);
    }
  }

  /**
   * From what the kernel says the list is to what rules want.
   *
   * @param present the content of devices.list; it shows the exceptions from "all denied" only
   * @throws CgroupException if no list can express the rules
   */
  static Change change(String present, DeviceRules rules) {
    boolean isFromDenied = !present.startsWith("a ");
    DeviceList wanted = of(rules, isFromDenied);
    if (!isFromDenied || !wanted.fromDenied) {
      List<CgroupSetting> all = wanted.settings();
      boolean allowsAllAfterwards = !wanted.fromDenied && all.size() == 1;
      return new Change(all, allowsAllAfterwards);
    }
    return new Change(wanted.difference(parse(present)), true);
  }

  /**
   * What is new comes before what has to go. Only where letters of one exception are to be replaced
   * by others it is the other way round, or a device could be opened for both at once; that is done
   * for narrow exceptions first, since what a wide one loses can be what a narrow one gets.
   */
  private List<CgroupSetting> difference(Map<DevicePattern, Set<DeviceAccess>> before) {
    Map<DevicePattern, Set<DeviceAccess>> after = exceptions();
    List<CgroupSetting> settings = new ArrayList<>();
    Set<DevicePattern> replaced = new HashSet<>();
    for (DevicePattern pattern : after.keySet()) {
      Set<DeviceAccess> added = without(after, before, pattern);
      if (without(before, after, pattern).isEmpty()) {
        add(true, pattern, added, settings);
      } else if (!added.isEmpty()) {
        replaced.add(pattern);
      }
    }
    for (int narrowness = DevicePattern.NARROWEST; narrowness >= 0; narrowness--) {
      for (DevicePattern pattern : after.keySet()) {
        if (replaced.contains(pattern) && pattern.narrowness() == narrowness) {
          add(false, pattern, without(before, after, pattern), settings);
          add(true, pattern, without(after, before, pattern), settings);
        }
      }
    }
    for (DevicePattern pattern : before.keySet()) {
      if (!replaced.contains(pattern)) {
        add(false, pattern, without(before, after, pattern), settings);
      }
    }
    return settings;
  }

  private static Set<DeviceAccess> without(
      Map<DevicePattern, Set<DeviceAccess>> all,
      Map<DevicePattern, Set<DeviceAccess>> others,
      DevicePattern pattern) {
    EnumSet<DeviceAccess> left = EnumSet.noneOf(DeviceAccess.class);
    left.addAll(all.getOrDefault(pattern, Set.of()));
    left.removeAll(others.getOrDefault(pattern, Set.of()));
    return left;
  }

  private void add(
      boolean allow,
      DevicePattern pattern,
      Set<DeviceAccess> access,
      List<CgroupSetting> settings) {
    if (!access.isEmpty()) {
      settings.add(setting(allow, pattern, access));
    }
  }

  private static Map<DevicePattern, Set<DeviceAccess>> parse(String list) {
    Map<DevicePattern, Set<DeviceAccess>> parsed = new LinkedHashMap<>();
    for (String line : KernelText.lines(list)) {
      int end = line.lastIndexOf(' ');
      DevicePattern pattern = DevicePattern.parse(line.substring(0, Math.max(end, 0)));
      parsed.put(pattern, DeviceAccess.parse(line.substring(end + 1), DeviceRules.AT));
    }
    return parsed;
  }
}
