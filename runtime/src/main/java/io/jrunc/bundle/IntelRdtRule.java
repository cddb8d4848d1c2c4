package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.IntelRdt;
import java.util.List;

/** The name of a class is one, and shares are lines of the forms that the specification gives. */
final class IntelRdtRule {
  private static final String POINTER = "/linux/intelRdt";

  private IntelRdtRule() {}

  static void check(Spec spec, Problems problems) {
    IntelRdt asked = spec.linux().intelRdt();
    if (asked == null) {
      return;
    }
    String name = asked.closId() == null ? "" : asked.closId();
    boolean isName = name.equals("/") || (name.indexOf('/') < 0 && name.indexOf('\n') < 0);
    if (!isName || name.equals(".") || name.equals("..")) {
      problems.refuse(POINTER + "/closID", name, "is neither / nor the name of a folder");
    }
    String bandwidth = asked.memBwSchema() == null ? "" : asked.memBwSchema();
    if (!bandwidth.isEmpty() && (!bandwidth.startsWith("MB:") || bandwidth.indexOf('\n') >= 0)) {
      problems.refuse(POINTER + "/memBwSchema", bandwidth, "is not a line that starts with MB:");
    }
    List<String> schemata = asked.schemata();
    for (int i = 0; i < schemata.size(); i++) {
      if (schemata.get(i).indexOf('\n') >= 0) {
        problems.refuse(POINTER + "/schemata/" + i, schemata.get(i), "is more than a line");
      }
    }
  }
}
