package io.jrunc.bundle;

import io.jrunc.spec.Spec;

/** Annotations have names. */
final class AnnotationRule {
  private AnnotationRule() {}

  static void check(Spec spec, Problems problems) {
    if (spec.annotations().containsKey("")) {
      problems.add("/annotations", "has an annotation without a name");
    }
  }
}
