package io.jrunc.rdt;

import io.jrunc.error.JruncException;

/**
 * A group of resctrl that can't be had as asked: {@code /linux/intelRdt/closID:
 * /sys/fs/resctrl/gold is not there}.
 */
public final class RdtException extends JruncException {
  private static final long serialVersionUID = 1;

  private final String pointer;

  /**
   * Says what can't be had, and why.
   *
   * @param pointer JSON pointer of the field that asks for it
   * @param reason the file and the fact that stands against it
   */
  RdtException(String pointer, String reason) {
    super(pointer + ": " + reason);
    this.pointer = pointer;
  }

  /** JSON pointer of the field that asks for it. */
  public String pointer() {
    return pointer;
  }
}
