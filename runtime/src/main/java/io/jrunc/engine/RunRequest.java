package io.jrunc.engine;

/**
 * A container to make and start.
 *
 * @param create how it is made
 * @param mode whether the caller waits for it
 * @param afterwards what becomes of it when it ends
 */
public record RunRequest(CreateRequest create, Mode mode, Afterwards afterwards) {

  /** Whether the caller waits for the container. */
  public enum Mode {
    /** Passes standard streams and signals on, and ends with the container's exit code. */
    FOREGROUND,
    /** Returns once the container's program runs; then nothing is done afterwards. */
    DETACHED
  }

  /** What becomes of a container in the foreground when it ends. */
  public enum Afterwards {
    DELETE,
    /** Stays, stopped, until it is deleted ({@code --keep}). */
    KEEP
  }
}
