package io.jrunc.bundle;

import io.jrunc.spec.Spec;

/** The cgroup is a path that stays below where it begins, and not the one that holds everything. */
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
    } else if (climbsOut(path)) {
      problems.refuse(pointer, path, "leads above the cgroup that it begins in");
    }
  }

  /** Whether a part of it is above its beginning, be it the root or the runtime's own group. */
  private static boolean climbsOut(String path) {
    int depth = 0;
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        depth--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }
}
