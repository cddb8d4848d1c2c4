package io.jrunc.bundle;

import io.jrunc.linux.abi.Resource;
import io.jrunc.spec.Process;
import io.jrunc.spec.Rlimit;
import io.jrunc.spec.Spec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Resource limits have known names, no name twice, and a ceiling that is one. */
final class RlimitRule {
  private RlimitRule() {}

  static void check(Spec spec, Problems problems) {
    Process process = spec.process();
    List<Rlimit> limits = process == null ? List.of() : process.rlimits();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < limits.size(); i++) {
      Rlimit limit = limits.get(i);
      String pointer = "/process/rlimits/" + i;
      if (Resource.named(limit.type()).isEmpty()) {
        problems.refuse(pointer + "/type", limit.type(), "is not a resource limit");
      } else if (!names.add(limit.type())) {
        problems.add(pointer, limit.type() + " is listed twice");
      }
      if (Long.compareUnsigned(limit.soft(), limit.hard()) > 0) {
        String soft = Long.toUnsignedString(limit.soft());
        String hard = Long.toUnsignedString(limit.hard());
        problems.add(pointer + "/soft", soft + " is above the hard limit of " + hard);
      }
    }
  }
}
