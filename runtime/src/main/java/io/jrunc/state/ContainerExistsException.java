package io.jrunc.state;

import io.jrunc.error.JruncException;

/** The id is taken. */
public final class ContainerExistsException extends JruncException {
  private final String id;

  ContainerExistsException(String id) {
    super("container with given ID already exists"); // engines look for these words
    this.id = id;
  }

  /** The id that is taken. */
  public String id() {
    return id;
  }
}
