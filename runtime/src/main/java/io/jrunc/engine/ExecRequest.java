package io.jrunc.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One more program for a container.
 *
 * @param id the container's name; not checked yet
 * @param process what is run
 * @param consoleSocket absolute path of the Unix socket that is sent the terminal's descriptor
 * @param pidFile absolute path of a file to write its pid to: decimal, no line break, by rename
 * @param pidfdSocket absolute path of the Unix socket that is sent a descriptor of it
 * @param mode whether the caller waits for it
 * @param preservedFds how many of the caller's descriptors from 3 on it gets, at least 0
 * @param groups cgroups below the container's own, {@code PATH} or {@code CONTROLLER,…:PATH} each;
 *     not checked yet
 */
public record ExecRequest(
    String id,
    ExecProcess process,
    Optional<Path> consoleSocket,
    Optional<Path> pidFile,
    Optional<Path> pidfdSocket,
    Mode mode,
    int preservedFds,
    List<String> groups,
    WhenPaused whenPaused) {

  /** Whether the caller waits for the program. */
  public enum Mode {
    /** Passes standard streams and signals on, and ends with the program's exit code. */
    FOREGROUND,
    /** Returns once the program runs. */
    DETACHED
  }

  /** What happens in a container that is paused. */
  public enum WhenPaused {
    REFUSE,
    /** The program begins when the container is resumed. */
    WAIT
  }

  /** Copies the list. */
  public ExecRequest {
    groups = List.copyOf(groups);
  }
}
