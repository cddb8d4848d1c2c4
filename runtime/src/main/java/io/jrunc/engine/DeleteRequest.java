package io.jrunc.engine;

/**
 * A container to forget.
 *
 * @param id its name; not checked yet
 */
public record DeleteRequest(String id, Mode mode) {

  /** Whether it may be running. */
  public enum Mode {
    /** Only a container that is stopped, or was never started. */
    STOPPED,
    /** In any state, after killing it; and it is no error if there is none. */
    FORCE
  }
}
