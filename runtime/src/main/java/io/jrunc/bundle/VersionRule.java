package io.jrunc.bundle;

import io.jrunc.spec.Spec;

/** {@code ociVersion} is a SemVer version of a major that we know. */
final class VersionRule {
  private static final String MAJOR = "1";

  private VersionRule() {}

  static void check(Spec spec, Problems problems) {
    String version = spec.ociVersion();
    String[] numbers = withoutSuffix(version).split("\\.", -1);
    if (numbers.length != 3 || !areNumbers(numbers) || hasEmptySuffix(version)) {
      problems.refuse("/ociVersion", version, "is not a semver version such as 1.3.0");
    } else if (!numbers[0].equals(MAJOR)) {
      problems.refuse("/ociVersion", version, "is not a version that is known here: 1.x.y");
    }
  }

  /** Without a pre-release ({@code -dev}) and build data ({@code +b1}), which change nothing. */
  private static String withoutSuffix(String version) {
    return version.substring(0, suffixStart(version));
  }

  private static boolean hasEmptySuffix(String version) {
    return suffixStart(version) == version.length() - 1;
  }

  private static int suffixStart(String version) {
    for (int i = 0; i < version.length(); i++) {
      if (version.charAt(i) == '-' || version.charAt(i) == '+') {
        return i;
      }
    }
    return version.length();
  }

  private static boolean areNumbers(String[] texts) {
    for (String text : texts) {
      if (text.isEmpty() || (text.length() > 1 && text.charAt(0) == '0')) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
    }
    return true;
  }
}
