package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Device nodes have a place, numbers that the kernel has room for, and no rival. */
final class DeviceRule {
  private static final long MAX_MAJOR = (1 << 12) - 1;
  private static final long MAX_MINOR = (1 << 20) - 1;

  private DeviceRule() {}

  static void check(Spec spec, Problems problems) {
    List<Device> devices = spec.linux().devices();
    Map<String, Device> known = new HashMap<>();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      String pointer = "/linux/devices/" + i;
      if (problems.isAbsolutePath(pointer + "/path", device.path())) {
        place(pointer + "/path", device, known, problems);
      }
      number(pointer + "/major", device.major(), MAX_MAJOR, problems);
      number(pointer + "/minor", device.minor(), MAX_MINOR, problems);
      owner(pointer + "/uid", device.uid(), problems);
      owner(pointer + "/gid", device.gid(), problems);
    }
  }

  private static void place(
      String pointer, Device device, Map<String, Device> known, Problems problems) {
    String path = ContainerPath.normalize(device.path());
    if (path.equals("/")) {
      problems.refuse(pointer, device.path(), "is the root directory");
      return;
    }
    Device other = known.put(path, device);
    if (other != null && !isSame(device, other)) {
      problems.refuse(pointer, path, "is listed before as another device");
    }
  }

  private static boolean isSame(Device a, Device b) {
    return a.type() == b.type() && a.major() == b.major() && a.minor() == b.minor();
  }

  private static void number(String pointer, long number, long max, Problems problems) {
    if (number > max) {
      problems.add(pointer, number + " is above " + max);
    }
  }

  private static void owner(
      String pointer, @org.jspecify.annotations.Nullable Long id, Problems problems) {
    if (id != null && id == IdMappingRule.NO_ID) {
      problems.add(pointer, id + " is not an id");
    }
  }
}
