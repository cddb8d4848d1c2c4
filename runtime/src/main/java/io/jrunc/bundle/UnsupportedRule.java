package io.jrunc.bundle;

import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Linux;
import org.jspecify.annotations.Nullable;

/**
 * Fields that the specification has and this version has not. A container without them would be
 * another one than the configuration asks for, so they are refused, never left out.
 */
final class UnsupportedRule {
  private UnsupportedRule() {}

  static void check(Spec spec, Problems problems) {
    linux(spec.linux(), problems);
  }

  private static void linux(Linux linux, Problems problems) {
    refuse("/linux/intelRdt", linux.intelRdt(), problems);
    refuseIf(!linux.netDevices().isEmpty(), "/linux/netDevices", problems);
  }

  private static void refuse(String pointer, @Nullable Object value, Problems problems) {
    refuseIf(value != null, pointer, problems);
  }

  private static void refuseIf(boolean used, String pointer, Problems problems) {
    if (used) {
      problems.unsupported(pointer);
    }
  }
}
