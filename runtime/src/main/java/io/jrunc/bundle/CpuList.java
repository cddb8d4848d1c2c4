package io.jrunc.bundle;

import java.util.BitSet;
import java.util.Optional;

/** Lists of processors: {@code 0-3,7}. */
public final class CpuList {
  /** One more than the highest processor that a kernel can be built for. */
  public static final int LIMIT = 8192;

  private CpuList() {}

  /** The processors of a list; empty when it isn't one, or names one that no kernel has. */
  public static Optional<BitSet> parse(String text) {
    return NumberList.parse(text, LIMIT);
  }
}
