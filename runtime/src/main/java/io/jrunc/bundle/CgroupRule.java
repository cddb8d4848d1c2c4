package io.jrunc.bundle;

import io.jrunc.spec.Spec;

/** The cgroup is a path, and not the one that holds everything. */
final class CgroupRule {
  private CgroupRule() {}

  static void check(Spec spec, Problems problems) {
    String path = spec.linux().cgroupsPath();
    String pointer = "/linux/cgroupsPath";
    if (path == null) {
      return;
    }
    if (isSystemdForm(path)) {
      problems.refuse(
          pointer, path, "is for the systemd cgroup driver, which this version does not have");
    } else if (path.indexOf('\n') >= 0) {
      problems.refuse(pointer, path, "has a line break");
    } else if (ContainerPath.normalize(path).equals("/")) {
      problems.refuse(pointer, path, "is the root cgroup");
    }
  }

  /** {@code slice:prefix:name}, as with {@code --systemd-cgroup}. */
  private static boolean isSystemdForm(String path) {
    return path.indexOf('/') < 0 && path.chars().filter(c -> c == ':').count() == 2;
  }
}
