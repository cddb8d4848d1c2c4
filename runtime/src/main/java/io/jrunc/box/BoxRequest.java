package io.jrunc.box;

import io.jrunc.network.NetworkRequest;
import io.jrunc.spec.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A box as its user asks for it.
 *
 * @param name of the container; empty for one to be made up
 * @param command the program with its arguments; empty for a shell
 * @param rootfs folder of the root file system, absolute; empty for the host's own programs
 * @param readOnly whether the root file system can't be written
 * @param terminal whether the command has a terminal of its own
 * @param mode whether the caller waits for it
 * @param environment {@code NAME=value} each, or {@code NAME} for the caller's value
 * @param user empty for root
 * @param directory where the command begins, absolute; empty for /
 * @param volumes what the box sees of the host beside its root, in order
 * @param hostname empty for the name, or {@code box} without one
 * @param limits of the whole box
 * @param network empty for none
 */
public record BoxRequest(
    Optional<String> name,
    List<String> command,
    Optional<Path> rootfs,
    boolean readOnly,
    Terminal terminal,
    Mode mode,
    List<String> environment,
    Optional<User> user,
    Optional<String> directory,
    List<Volume> volumes,
    Optional<String> hostname,
    Limits limits,
    Optional<NetworkRequest> network) {

  /** Copies the collections. */
  public BoxRequest {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    volumes = List.copyOf(volumes);
  }

  BoxRequest withRootfs(Path newRootfs) {
    return new BoxRequest(
        name,
        command,
        Optional.of(newRootfs),
        readOnly,
        terminal,
        mode,
        environment,
        user,
        directory,
        volumes,
        hostname,
        limits,
        network);
  }

  /** Whether the command has a terminal of its own. */
  public enum Terminal {
    /** If the caller is at one. */
    AUTOMATIC,
    YES,
    NO
  }

  /** Whether the caller waits for the box. */
  public enum Mode {
    FOREGROUND,
    /** The box goes on by itself, and nobody sees its output. */
    DETACHED
  }

  /**
   * A file or folder of the host.
   *
   * @param text as it was given, for messages
   * @param source absolute path on the host
   * @param destination absolute path in the box
   * @param readOnly whether it can't be written in the box
   */
  public record Volume(String text, Path source, String destination, boolean readOnly) {}

  /**
   * Limits of a box; those that are empty are not set.
   *
   * @param memory bytes
   * @param cpuMicros microseconds of processor time in each tenth of a second
   * @param pids processes and threads
   */
  public record Limits(Optional<Long> memory, Optional<Long> cpuMicros, Optional<Long> pids) {
    /** The tenth of a second, in microseconds. */
    public static final long CPU_PERIOD = 100_000;
  }
}
