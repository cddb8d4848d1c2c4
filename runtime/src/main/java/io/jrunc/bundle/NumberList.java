package io.jrunc.bundle;

import java.util.BitSet;
import java.util.Optional;

/** Lists of numbers as people write them, and the kernel: {@code 0-3,7}. */
final class NumberList {
  private NumberList() {}

  /** The numbers of a list; empty when it isn't one, or holds one that isn't below the limit. */
  static Optional<BitSet> parse(String text, int limit) {
    BitSet numbers = new BitSet();
    int start = 0;
    while (true) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      int dash = text.indexOf('-', start);
      boolean range = dash >= 0 && dash < end;
      int first = number(text, start, range ? dash : end, limit);
      int last = range ? number(text, dash + 1, end, limit) : first;
      if (first < 0 || last < first) {
        return Optional.empty();
      }
      numbers.set(first, last + 1);
      if (comma < 0) {
        return Optional.of(numbers);
      }
      start = comma + 1;
    }
  }

  /** -1 when it is none. */
  private static int number(String text, int start, int end, int limit) {
    int number = start == end ? -1 : 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
      if (number >= limit) {
        return -1;
      }
    }
    return number;
  }
}
