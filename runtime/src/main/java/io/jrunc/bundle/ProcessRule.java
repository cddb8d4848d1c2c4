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
    if (process.args().get(0).isEmpty()) {
      // Docker ends with 127 on these words
      problems.add("/process/args/0", "exec: \"\": executable file not found in $PATH");
    }
    environment("/process/env/", process.env(), problems);
  }

  static void environment(String pointer, List<String> entries, Problems problems) {
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      if (entry.indexOf('=') < 1) { // may be a secret, so it is not quoted
        problems.add(pointer + i, "is not of the form NAME=value");
      }
    }
  }
}
