package io.jrunc.cli;

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
}
