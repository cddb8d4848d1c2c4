package io.jrunc.cgroup;

import io.jrunc.spec.linux.InterfacePriority;
import io.jrunc.spec.linux.Network;
import java.util.List;

/** The net_cls and net_prio controllers, which only version 1 has. */
final class NetworkRules {

  private static final String CLASSES = "net_cls";
  private static final String PRIORITIES = "net_prio";
  private static final String AT = SettingList.RESOURCES + "/network/";
  private static final int LONGEST_NAME = 15;

  private NetworkRules() {}

  /** Class 0 is what a new group has, and what clients write for none. */
  static void add(Network asked, SettingList settings) {
    Long classId = asked.classId();
    if (classId != null && classId != 0) {
      settings.addV1(CLASSES, "net_cls.classid", Long.toString(classId), AT + "classID");
    }
    List<InterfacePriority> priorities = asked.priorities();
    for (int i = 0; i < priorities.size(); i++) {
      InterfacePriority priority = priorities.get(i);
      String pointer = AT + "priorities/" + i;
      checkName(priority.name(), pointer + "/name");
      String value = priority.name() + " " + priority.priority();
      settings.addV1(PRIORITIES, "net_prio.ifpriomap", value, pointer);
    }
  }

  private static void checkName(String name, String pointer) {
    boolean plain = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; i < name.length(); i++) {
      plain &= name.charAt(i) > ' ' && name.charAt(i) != '/';
    }
    if (!plain) {
      throw new CgroupException(pointer, "not the name of a network interface");
    }
  }
}
