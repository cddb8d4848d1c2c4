package io.jrunc.network;

/** Whole numbers in plain digits. */
final class Decimal {
  /** The text is none. */
  static final long NONE = -1;

  /** The number is above what is allowed. */
  static final long TOO_LARGE = -2;

  private Decimal() {}

  /** The number, {@link #NONE} or {@link #TOO_LARGE}. */
  static long parse(String digits, int largest) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return NONE;
      }
      number = Math.min(number * 10 + (c - '0'), largest + 1L);
    }
    if (digits.isEmpty()) {
      return NONE;
    }
    return number > largest ? TOO_LARGE : number;
  }
}
