package io.jrunc.conformance.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a time limit; the only place that sleeps. */
public final class Await {

  private static final Duration LIMIT = Slowness.scale(Duration.ofSeconds(20));
  private static final long STEP_MILLIS = 10;

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @throws AssertionError naming what was waited for, after 20 seconds of an ordinary machine
   */
  public static void until(String what, BooleanSupplier condition) {
    if (!holdsWithin(LIMIT, condition)) {
      throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain for: " + what);
    }
  }

  /** Returns the first value that the supplier gives. */
  public static <T> T value(String what, Supplier<Optional<T>> supplier) {
    long end = System.nanoTime() + LIMIT.toNanos();
    Optional<T> value = supplier.get();
    while (value.isEmpty() && System.nanoTime() < end) {
      pause(STEP_MILLIS);
      value = supplier.get();
    }
    return value.orElseThrow(() -> new AssertionError("waited in vain for: " + what));
  }

  /**
   * Returns when the assertions pass.
   *
   * @throws AssertionError the last one, when the time is over
   */
  public static void passes(Runnable assertions) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        assertions.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() >= end) {
          throw e;
        }
        pause(STEP_MILLIS);
      }
    }
  }

  /** Tells whether the condition came true within the limit. */
  public static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      pause(STEP_MILLIS);
    }
    return true;
  }

  /** Lets time pass where there is no condition to wait for: a kill at a random moment. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
