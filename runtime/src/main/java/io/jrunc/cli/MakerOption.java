package io.jrunc.cli;

import io.jrunc.state.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/**
 * {@code --maker PID-TIME}: only the container that was made for this process is meant, and no
 * other that has got its name meanwhile. bin/jrunc gives it, when it cleans up or finishes; so it
 * isn't in the help.
 */
final class MakerOption {
  static final Option OPTION = Option.valued("--maker", "PID-TIME", "");

  private MakerOption() {}

  /** The words that give it. */
  static List<String> words(ProcessIdentity maker) {
    return List.of(OPTION.name(), maker.pid() + "-" + maker.startTime());
  }

  /** Whom it names, if it is given. */
  static Optional<ProcessIdentity> of(Arguments arguments) {
    Optional<String> given = arguments.value(OPTION);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = given.get().split("-", -1);
    long pid = parts.length == 2 ? Digits.number(parts[0], Integer.MAX_VALUE) : -1;
    long start = parts.length == 2 ? Digits.number(parts[1], Long.MAX_VALUE) : -1;
    if (pid <= 0 || start < 0) {
      throw new UsageException("--maker: \"" + given.get() + "\" is not PID-TIME");
    }
    return Optional.of(new ProcessIdentity((int) pid, start));
  }
}
