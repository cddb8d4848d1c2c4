package io.jrunc.bundle;

import java.util.BitSet;
import java.util.Optional;

/** Lists of NUMA nodes as people write them: {@code 0-3,7}. */
public final class NodeList {
  /** One more than the highest node that a kernel can be built for. */
  public static final int LIMIT = 1024;

  private NodeList() {}

  /** The nodes of a list; empty when it isn't one, or names a node that no kernel has. */
  public static Optional<BitSet> parse(String text) {
    BitSet nodes = new BitSet();
    int start = 0;
    while (true) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      int dash = text.indexOf('-', start);
      boolean range = dash >= 0 && dash < end;
      int first = number(text, start, range ? dash : end);
      int last = range ? number(text, dash + 1, end) : first;
      if (first < 0 || last < first) {
        return Optional.empty();
      }
      nodes.set(first, last + 1);
      if (comma < 0) {
        return Optional.of(nodes);
      }
      start = comma + 1;
    }
  }

  /** -1 when it is none. */
  private static int number(String text, int start, int end) {
    int number = start == end ? -1 : 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
      if (number >= LIMIT) {
        return -1;
      }
    }
    return number;
  }
}
