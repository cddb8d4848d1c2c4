package io.jrunc.idmap;

import io.jrunc.error.JruncException;

/** A mapping that can't be had: {@code /linux/uidMappings/1: /etc/subuid does not give …}. */
public final class IdMapException extends JruncException {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final String reason;

  /**
   * Says which mapping, and why.
   *
   * @param pointer JSON pointer to the mapping, or to all of a kind
   * @param reason what stands against it, and what to do about it
   */
  IdMapException(String pointer, String reason) {
    super(pointer + ": " + reason);
    this.pointer = pointer;
    this.reason = reason;
  }

  /** JSON pointer to the mapping, or to all of a kind. */
  public String pointer() {
    return pointer;
  }

  /** What stands against it, and what to do about it. */
  public String reason() {
    return reason;
  }
}
