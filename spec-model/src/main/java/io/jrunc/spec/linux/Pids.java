package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * Limit of the pids controller.
 *
 * @param limit number of processes and threads, -1 is unlimited, 0 is a value; absent is left as it
 *     is
 */
public record Pids(@Nullable Long limit) {

  /** No limit. */
  public static Pids none() {
    return new Pids(null);
  }
}
