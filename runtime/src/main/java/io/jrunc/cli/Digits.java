package io.jrunc.cli;

import java.util.Locale;

/** Numbers of the command line: digits are a number, and nothing else is (CVE-2026-30892). */
final class Digits {
  /** Of users and groups; the next one is no id to the kernel. */
  static final long LARGEST_ID = 0xffff_fffeL;

  private static final int SURELY_FIT = 18;

  private Digits() {}

  /** The number that these digits are; -1 when they are none, or a larger one. */
  static long number(String digits, long largest) {
    if (digits.isEmpty() || digits.length() > SURELY_FIT) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    long number = Long.parseLong(digits);
    return number <= largest ? number : -1;
  }

  /**
   * The bytes of a size as engines write them: {@code 64m}, {@code 64 MiB}, {@code 1.5g}; each unit
   * is 1024 of the one before.
   *
   * @return -1 when it is none, or larger than a long
   */
  static long bytes(String size) {
    int end = 0;
    while (end < size.length() && ".0123456789".indexOf(size.charAt(end)) >= 0) {
      end++;
    }
    int shift = shift(size.substring(end).toLowerCase(Locale.ROOT));
    int point = size.lastIndexOf('.', end);
    long whole = number(size.substring(0, point < 0 ? end : point), Long.MAX_VALUE >> shift);
    if (shift < 0 || whole < 0 || (point >= 0 && point == end - 1)) {
      return -1;
    }
    return (whole << shift) + (point < 0 ? 0 : part(size.substring(point + 1, end), shift));
  }

  /** Of one unit, the places after the point. */
  private static long part(String places, int shift) {
    double value = 0;
    for (int i = places.length() - 1; i >= 0; i--) {
      value = (value + (places.charAt(i) - '0')) / 10;
    }
    return (long) (value * (1L << shift));
  }

  /** The power of two that a unit stands for; -1 when it is none. */
  private static int shift(String unit) {
    int start = unit.startsWith(" ") ? 1 : 0;
    int end = unit.length();
    if (end > start && unit.charAt(end - 1) == 'b') {
      end--;
    }
    if (end > start + 1 && unit.charAt(end - 1) == 'i') {
      end--;
    }
    if (start == end) {
      return 0;
    }
    int power = "kmgtp".indexOf(unit.charAt(start)) + 1;
    return end == start + 1 && power > 0 ? power * 10 : -1;
  }
}
