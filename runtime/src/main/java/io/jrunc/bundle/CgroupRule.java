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
    if (path.indexOf('\n') >= 0) {
      problems.refuse(pointer, path, "has a line break");
    } else if (ContainerPath.normalize(path).equals("/")) {
      problems.refuse(pointer, path, "is the root cgroup");
    }
  }
}
