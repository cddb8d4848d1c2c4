package io.jrunc.cgroup;

import java.util.Map;
import java.util.Set;

/** Files of version 2 and their values, which the configuration names itself. */
final class UnifiedRules {

  private static final String AT = SettingList.RESOURCES + "/unified";

  /** Where processes are and whether they run is the runtime's business, and no limit. */
  private static final Set<String> RUNTIMES_OWN =
      Set.of(
          "cgroup.procs",
          "cgroup.threads",
          "cgroup.kill",
          "cgroup.freeze",
          "cgroup.type",
          "cgroup.subtree_control");

  private UnifiedRules() {}

  /** A value of several lines is written line by line: the kernel takes only one at a time. */
  static void add(Map<String, String> asked, SettingList settings) {
    for (Map.Entry<String, String> entry : asked.entrySet()) {
      String file = entry.getKey();
      String pointer = SettingList.member(AT, file);
      String controller = controllerOf(file, pointer);
      settings.requireV2(controller, pointer);
      if (RUNTIMES_OWN.contains(file)) {
        throw new CgroupException(pointer, "this file is for the runtime alone");
      }
      addLines(controller, file, entry.getValue(), pointer, settings);
    }
  }

  /** An empty value, which empties a cpuset, is a line as well. */
  private static void addLines(
      String controller, String file, String value, String pointer, SettingList settings) {
    if (value.isBlank()) {
      settings.put(controller, file, "\n", pointer);
      return;
    }
    for (String line : value.split("\n", -1)) {
      if (!line.isBlank()) {
        settings.put(controller, file, line, pointer);
      }
    }
  }

  private static String controllerOf(String file, String pointer) {
    if (file.indexOf('/') >= 0) {
      throw new CgroupException(pointer, "must be the name of a file, without a slash");
    }
    int dot = file.indexOf('.');
    if (dot <= 0 || dot == file.length() - 1) {
      throw new CgroupException(pointer, "must have the form CONTROLLER.FILE");
    }
    return file.substring(0, dot);
  }
}
