package io.jrunc.engine;

import io.jrunc.state.ProcessIdentity;
import java.util.Optional;

/**
 * A container to forget.
 *
 * @param id its name; not checked yet
 * @param maker only if it was made for this process; for any if empty
 */
public record DeleteRequest(String id, Mode mode, Optional<ProcessIdentity> maker) {

  /** Whoever has made it. */
  public DeleteRequest(String id, Mode mode) {
    this(id, mode, Optional.empty());
  }

  /** Whether it may be running. */
  public enum Mode {
    /** Only a container that is stopped, or was never started. */
    STOPPED,
    /** In any state, after killing it; and it is no error if there is none. */
    FORCE
  }
}
