package io.jrunc.cgroup;

import java.time.Duration;

/** A bounded wait for what the kernel does in its own time, in steps of a few milliseconds. */
final class Patience {

  private static final int LONGEST_STEP = 5;

  private final long end;
  private int step = 1;

  Patience(Duration atMost) {
    end = System.nanoTime() + atMost.toNanos();
  }

  /** Waits a little; false, without waiting, when the time is over or the thread interrupted. */
  boolean waitALittle() {
    if (System.nanoTime() >= end) {
      return false;
    }
    try {
      Thread.sleep(step);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    step = Math.min(step + 1, LONGEST_STEP);
    return true;
  }
}
