package io.jrunc.host;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.plan.CallerFacts;
import java.util.Optional;

/**
 * The signals that our caller blocked and ignored. The launcher writes them down before the JVM
 * changes them; without a launcher what the JVM made of them has to do.
 *
 * @param blocked bit n-1 for signal n
 * @param ignored bit n-1 for signal n
 */
record CallerMasks(Optional<Long> blocked, Optional<Long> ignored) {
  /** As the launcher passed them. */
  static CallerMasks ofLauncher() {
    return new CallerMasks(
        property("io.jrunc.caller.blocked"), property("io.jrunc.caller.ignored"));
  }

  private static Optional<Long> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).map(s -> Long.parseUnsignedLong(s, 16));
  }

  CallerFacts caller(ProcessStatus status, ResourceLimit openFiles) {
    return new CallerFacts(
        blocked.orElseGet(() -> status.blocked().bits()),
        ignored.orElseGet(() -> status.ignored().bits()),
        0,
        openFiles.soft(),
        openFiles.hard());
  }
}
