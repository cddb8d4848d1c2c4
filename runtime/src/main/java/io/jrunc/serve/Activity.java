package io.jrunc.serve;

import java.time.Duration;
import java.util.Optional;

/** When clients were served. */
final class Activity {
  private int running;
  private long lastEnd = System.nanoTime();
  private boolean isCleanedUp = true;

  synchronized void begins() {
    running++;
  }

  synchronized void ends() {
    running--;
    lastEnd = System.nanoTime();
    isCleanedUp = false;
  }

  /** Whether nobody was served for so long. */
  synchronized boolean isIdleFor(Duration span) {
    return running == 0 && System.nanoTime() - lastEnd >= span.toNanos();
  }

  /** Whether that is so for the first time since somebody was. */
  synchronized boolean isToBeCleanedUp(Duration span) {
    if (isCleanedUp || !isIdleFor(span)) {
      return false;
    }
    isCleanedUp = true;
    return true;
  }

  /**
   * When to look again; empty when there is nothing to look for.
   *
   * @param idleTimeout zero for never
   * @param quiet after which it is cleaned up
   */
  synchronized Optional<Duration> untilNext(Duration idleTimeout, Duration quiet) {
    long idle = System.nanoTime() - lastEnd;
    if (!isCleanedUp) {
      return Optional.of(running > 0 ? quiet : quiet.minusNanos(idle));
    }
    if (idleTimeout.isZero()) {
      return Optional.empty();
    }
    return Optional.of(running > 0 ? idleTimeout : idleTimeout.minusNanos(idle));
  }
}
