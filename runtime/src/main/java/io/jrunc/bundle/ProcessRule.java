package io.jrunc.bundle;

import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import java.util.List;

/** There is a program, and the kernel can take what it is given. */
final class ProcessRule {
  private ProcessRule() {}

  static void check(Spec spec, Problems problems) {
    Process process = spec.process();
    if (process == null) {
      problems.add("/process", "is required");
      return;
    }
    problems.isAbsolutePath("/process/cwd", process.cwd());
    for (int i = 0; i < process.args().size(); i++) {
      problems.isText("/process/args/" + i, process.args().get(i));
    }
    if (process.args().get(0).isEmpty()) {
      problems.add("/process/args/0", "must not be empty");
    }
    environment(process.env(), problems);
  }

  private static void environment(List<String> entries, Problems problems) {
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      String pointer = "/process/env/" + i;
      if (!problems.isText(pointer, nameOf(entry))) {
        continue;
      }
      if (entry.indexOf('\0') >= 0) {
        problems.add(pointer, "the value of " + nameOf(entry) + " has a nul character");
      } else if (entry.indexOf('=') < 1) {
        problems.refuse(pointer, nameOf(entry), "is not of the form NAME=value");
      }
    }
  }

  /** Values of the environment may be secret: only names get into messages. */
  private static String nameOf(String entry) {
    int end = entry.indexOf('=');
    return end < 0 ? entry : entry.substring(0, Math.max(end, 1));
  }
}
