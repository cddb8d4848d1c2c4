package io.jrunc.bundle;

import io.jrunc.spec.Spec;

/**
 * Fields that the specification has and this version has not. A container without them would be
 * another one than the configuration asks for, so they are refused, never left out.
 */
final class UnsupportedRule {
  private UnsupportedRule() {}

  static void check(Spec spec, Problems problems) {
    if (!spec.linux().netDevices().isEmpty()) {
      problems.unsupported("/linux/netDevices");
    }
  }
}
