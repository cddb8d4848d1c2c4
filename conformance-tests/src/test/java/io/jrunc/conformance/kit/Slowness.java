package io.jrunc.conformance.kit;

import java.time.Duration;

/** How many times slower than an ordinary machine this one is: an emulated one is. */
public final class Slowness {
  private static final int FACTOR = Integer.getInteger("jrunc.slowness", 1);

  private Slowness() {}

  /** The time that something which takes at most {@code time} elsewhere gets here. */
  public static Duration scale(Duration time) {
    return time.multipliedBy(FACTOR);
  }
}
