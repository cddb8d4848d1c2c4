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
    return NumberList.parse(text, LIMIT);
  }
}
