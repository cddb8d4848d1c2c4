package io.jrunc.cgroup;

import io.jrunc.spec.linux.Rdma;
import java.util.Map;

/** The rdma controller, whose file is the same in both versions. */
final class RdmaRules {

  private static final String RDMA = "rdma";
  private static final String AT = SettingList.RESOURCES + "/rdma";

  private RdmaRules() {}

  static void add(Map<String, Rdma> asked, SettingList settings) {
    for (Map.Entry<String, Rdma> entry : asked.entrySet()) {
      String pointer = SettingList.member(AT, entry.getKey());
      checkName(entry.getKey(), pointer);
      StringBuilder value = new StringBuilder(entry.getKey());
      Long handles = entry.getValue().hcaHandles();
      Long objects = entry.getValue().hcaObjects();
      if (handles == null && objects == null) {
        throw new CgroupException(pointer, "has neither hcaHandles nor hcaObjects");
      }
      if (handles != null) {
        value.append(" hca_handle=").append(handles);
      }
      if (objects != null) {
        value.append(" hca_object=").append(objects);
      }
      settings.add(RDMA, "rdma.max", "rdma.max", value.toString(), pointer);
    }
  }

  private static void checkName(String name, String pointer) {
    boolean plain = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      plain &= name.charAt(i) > ' ';
    }
    if (!plain) {
      throw new CgroupException(pointer, "not the name of an RDMA device");
    }
  }
}
