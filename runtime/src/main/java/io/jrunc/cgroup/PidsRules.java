package io.jrunc.cgroup;

import io.jrunc.spec.linux.Pids;

/** The pids controller. */
final class PidsRules {

  private static final String POINTER = SettingList.RESOURCES + "/pids/limit";

  private PidsRules() {}

  /**
   * 0 is a limit. It becomes 1, which the kernel keeps just the same, since no group that has a
   * process can have fewer, and which can be said to systemd as well.
   */
  static void add(Pids asked, SettingList settings) {
    Long limit = asked.limit();
    if (limit == null) {
      return;
    }
    SettingList.checkAmount(limit, POINTER);
    String value = limit == -1 ? "max" : Long.toString(Math.max(limit, 1));
    settings.add("pids", "pids.max", "pids.max", value, POINTER);
  }
}
