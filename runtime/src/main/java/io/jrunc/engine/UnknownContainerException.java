package io.jrunc.engine;

import io.jrunc.error.JruncException;

/** No container has the name: {@code state web1: container does not exist}. */
public final class UnknownContainerException extends JruncException {
  private final String id;

  /**
   * Says what could not be done to whom.
   *
   * @param operation a verb, such as {@code state}
   * @param id the name that was given
   */
  public UnknownContainerException(String operation, String id) {
    super(operation + " " + id + ": container does not exist"); // engines look for these words
    this.id = id;
  }

  /** The name that was given. */
  public String id() {
    return id;
  }
}
