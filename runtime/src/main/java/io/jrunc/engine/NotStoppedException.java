package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.spec.state.Status;

/** A container can't be deleted as it is: only what is stopped can, without force. */
public final class NotStoppedException extends JruncException {
  private final String id;
  private final Status status;

  NotStoppedException(String id, Status status) {
    super("cannot delete container " + id + " that is not stopped: " + status.word());
    this.id = id;
    this.status = status;
  }

  /** The container's name. */
  public String id() {
    return id;
  }

  /** What the container is doing instead. */
  public Status status() {
    return status;
  }
}
