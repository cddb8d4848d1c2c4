package io.jrunc.cgroup;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The device list of version 1 as security/device_cgroup.c keeps it. */
final class KernelDeviceList {

  private boolean isOpen = true;
  private final Map<DevicePattern, Set<DeviceAccess>> exceptions = new LinkedHashMap<>();

  /** Takes one write to devices.allow or devices.deny. */
  void write(CgroupSetting setting) {
    boolean allow = setting.file().equals("devices.allow");
    if (setting.value().equals("a")) {
      exceptions.clear();
      isOpen = allow;
      return;
    }
    int space = setting.value().lastIndexOf(' ');
    DevicePattern pattern = DevicePattern.parse(setting.value().substring(0, space));
    Set<DeviceAccess> access = DeviceAccess.parse(setting.value().substring(space + 1), "");
    Set<DeviceAccess> listed =
        exceptions.computeIfAbsent(pattern, p -> EnumSet.noneOf(DeviceAccess.class));
    if (allow == isOpen) {
      listed.removeAll(access);
    } else {
      listed.addAll(access);
    }
    exceptions.values().removeIf(Set::isEmpty);
  }

  /** What devices.list shows: of the exceptions from "all allowed" nothing. */
  String text() {
    if (isOpen) {
      return "a *:* rwm";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<DevicePattern, Set<DeviceAccess>> exception : exceptions.entrySet()) {
      text.append(text.length() == 0 ? "" : "\n").append(exception.getKey()).append(' ');
      text.append(DeviceAccess.letters(exception.getValue()));
    }
    return text.toString();
  }

  /** One exception must have all that is asked for; none may have a part of what is denied. */
  boolean allows(DevicePattern device, Set<DeviceAccess> access) {
    for (Map.Entry<DevicePattern, Set<DeviceAccess>> exception : exceptions.entrySet()) {
      if (exception.getKey().covers(device)) {
        Set<DeviceAccess> listed = exception.getValue();
        if (isOpen && access.stream().anyMatch(listed::contains)) {
          return false;
        }
        if (!isOpen && listed.containsAll(access)) {
          return true;
        }
      }
    }
    return isOpen;
  }
}
