package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Personality;

/** The specification has no flags of an execution domain yet. */
final class PersonalityRule {
  private PersonalityRule() {}

  static void check(Spec spec, Problems problems) {
    Personality personality = spec.linux().personality();
    if (personality != null && !personality.flags().isEmpty()) {
      problems.add("/linux/personality/flags", "must be empty: no flag is defined yet");
    }
  }
}
