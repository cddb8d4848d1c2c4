package io.jrunc.bundle;

import io.jrunc.spec.json.SpecProblem;
import java.util.ArrayList;
import java.util.List;

/** Collects what rules find, and holds the checks that many of them share. */
final class Problems {
  private final List<SpecProblem> found = new ArrayList<>();

  /** Everything that was found, in the order of the rules. */
  List<SpecProblem> found() {
    return found;
  }

  void add(String pointer, String message) {
    found.add(new SpecProblem(pointer, message));
  }

  /** A value that a rule refuses, the value first. */
  void refuse(String pointer, String value, String message) {
    add(pointer, Quote.quote(value) + " " + message);
  }

  boolean isAbsolutePath(String pointer, String value) {
    if (value.startsWith("/")) {
      return true;
    }
    refuse(pointer, value, "is not an absolute path");
    return false;
  }
}
