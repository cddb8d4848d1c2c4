package io.jrunc.state;

import io.jrunc.error.JruncException;
import java.time.Duration;

/** Another process has been working on the container for too long. */
public final class ContainerBusyException extends JruncException {
  private final String id;

  ContainerBusyException(String id, Duration patience) {
    super("another process has held the container for " + patience.toMillis() + " ms");
    this.id = id;
  }

  /** The container's name. */
  public String id() {
    return id;
  }
}
