package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import java.util.List;

/** Paths to hide and to protect are absolute. */
final class PathRule {
  private PathRule() {}

  static void check(Spec spec, Problems problems) {
    paths("/linux/maskedPaths/", spec.linux().maskedPaths(), problems);
    paths("/linux/readonlyPaths/", spec.linux().readonlyPaths(), problems);
  }

  private static void paths(String pointer, List<String> paths, Problems problems) {
    for (int i = 0; i < paths.size(); i++) {
      problems.isAbsolutePath(pointer + i, paths.get(i));
    }
  }
}
