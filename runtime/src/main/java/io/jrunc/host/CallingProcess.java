package io.jrunc.host;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.ResourceLimit;
import io.jrunc.plan.CallerFacts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The process for which an operation is done: this one, or a client of this one, which is in the
 * same namespaces and has the same rights. The launcher writes down what a JVM would change;
 * without a launcher, what the JVM made of it has to do.
 *
 * @param proc name of its folder in procfs: {@code self}, or a number
 * @param blocked the signals that it blocked, bit n-1 for signal n
 * @param ignored the signals that it ignored, bit n-1 for signal n
 * @param descriptors how many descriptors it had from 3 on without a gap; empty if nobody knows
 * @param directory its current directory, absolute; empty if that is removed
 * @param environment its variables
 */
public record CallingProcess(
    String proc,
    Optional<Long> blocked,
    Optional<Long> ignored,
    OptionalInt descriptors,
    Optional<Path> directory,
    Map<String, String> environment) {
  private static final String SELF = "self";

  /** This process, as the launcher has found it; see launcher.c for the property. */
  public static CallingProcess self(Map<String, String> environment) {
    String seen = System.getProperty("io.jrunc.caller");
    Optional<Path> directory = Optional.of(Path.of("").toAbsolutePath());
    if (seen == null) {
      return new CallingProcess(
          SELF, Optional.empty(), Optional.empty(), OptionalInt.empty(), directory, environment);
    }
    String[] parts = seen.split(",", -1);
    return new CallingProcess(
        SELF,
        Optional.of(Long.parseUnsignedLong(parts[0], 16)),
        Optional.of(Long.parseUnsignedLong(parts[1], 16)),
        OptionalInt.of(Integer.parseInt(parts[2])),
        parts[3].isEmpty() ? directory : Optional.empty(),
        environment);
  }

  /** Whether it is the process that this code runs in. */
  public boolean isThis() {
    return proc.equals(SELF);
  }

  /** Whether it is a JVM of somebody else's, with the options that they have. */
  boolean isOrdinaryJvm() {
    return isThis() && blocked.isEmpty();
  }

  /** What a container inherits from it. */
  CallerFacts facts(ProcessStatus status, ResourceLimit openFiles) {
    return new CallerFacts(
        blocked.isPresent() ? blocked.get() : status.blocked().bits(),
        ignored.isPresent() ? ignored.get() : status.ignored().bits(),
        0,
        openFiles.soft(),
        openFiles.hard());
  }
}
