package io.jrunc.plan;

import io.jrunc.error.JruncException;

/**
 * A configuration that keeps all rules, and that this host can't fulfil: {@code /mounts/2: source
 * /x: no such file or directory}.
 */
public final class HostLacksException extends JruncException {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final String reason;

  /**
   * Says what is lacking.
   *
   * @param pointer JSON pointer to the field of config.json that needs it
   * @param reason what it needs, and why it can't have it
   */
  public HostLacksException(String pointer, String reason) {
    super(pointer + ": " + reason);
    this.pointer = pointer;
    this.reason = reason;
  }

  /** JSON pointer to the field of config.json. */
  public String pointer() {
    return pointer;
  }

  /** What is lacking, without the place. */
  public String reason() {
    return reason;
  }
}
