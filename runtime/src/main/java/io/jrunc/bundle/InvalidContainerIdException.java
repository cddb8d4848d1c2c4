package io.jrunc.bundle;

import io.jrunc.error.JruncException;

/** A container's name that can be none. */
public final class InvalidContainerIdException extends JruncException {
  private static final long serialVersionUID = 1;

  private final String value;

  InvalidContainerIdException(String value, String reason) {
    super("container id " + Quote.quote(value) + " " + reason);
    this.value = value;
  }

  /** The name as given. */
  public String value() {
    return value;
  }
}
