package io.jrunc.cgroup;

import io.jrunc.spec.linux.Pids;

/** The pids controller. */
final class PidsRules {

  private static final String POINTER = SettingList.RESOURCES + "/pids/limit";

  private PidsRules() {}

  /** 0 is a limit as well: no process can make another. */
  static void add(Pids asked, SettingList settings) {
    Long limit = asked.limit();
    if (limit == null) {
      return;
    }
    SettingList.checkAmount(limit, POINTER);
    String value = limit == -1 ? "max" : Long.toString(limit);
    settings.add("pids", "pids.max", "pids.max", value, POINTER);
  }
}
