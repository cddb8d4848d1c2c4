package io.jrunc.cgroup;

import java.util.List;
import java.util.OptionalLong;

/** Reads the forms in which the kernel writes values into the files of cgroups. */
final class KernelText {

  /** Version 1 says "unlimited" with the greatest multiple of the page size that is a long. */
  private static final long UNLIMITED = Long.MAX_VALUE - 0xffff;

  private KernelText() {}

  /** A number of version 1 or 2; empty when it stands for "unlimited" or isn't one. */
  static OptionalLong limit(String text) {
    OptionalLong number = number(text);
    boolean unlimited =
        number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() >= UNLIMITED;
    return unlimited ? OptionalLong.empty() : number;
  }

  /** A number; empty for everything else. */
  static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.trim()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The value of a key in lines of a key and a number each; empty if the key isn't there. */
  static OptionalLong keyed(String text, String key) {
    for (String line : lines(text)) {
      if (line.startsWith(key + " ")) {
        return number(line.substring(key.length() + 1));
      }
    }
    return OptionalLong.empty();
  }

  /** The words of a line. */
  static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split(" ", -1));
  }

  /** The lines that aren't empty. */
  static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }
}
