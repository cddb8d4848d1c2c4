package io.jrunc.unit;

import io.jrunc.error.JruncException;

/**
 * A field of config.json that systemd can't make a unit of: {@code /linux/cgroupsPath: "/a/b" is
 * not slice:prefix:name}.
 */
public final class InvalidUnitException extends JruncException {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final String value;
  private final String reason;

  /**
   * Says what is wrong.
   *
   * @param pointer JSON pointer to the field
   * @param value as given
   * @param reason what it is not, or what systemd wants instead
   */
  public InvalidUnitException(String pointer, String value, String reason) {
    super(pointer + ": \"" + value + "\" " + reason);
    this.pointer = pointer;
    this.value = value;
    this.reason = reason;
  }

  /** JSON pointer to the field of config.json. */
  public String pointer() {
    return pointer;
  }

  /** The field's value. */
  public String value() {
    return value;
  }

  /** What is wrong with it. */
  public String reason() {
    return reason;
  }
}
