package io.jrunc.systemd;

import io.jrunc.error.JruncException;
import org.jspecify.annotations.Nullable;

/** Something that systemd has refused, or not answered. */
public final class SystemdException extends JruncException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** What kind of failure it is. */
  public enum Reason {
    /** There is nobody who could be asked, or no answer came. */
    NO_ANSWER,
    /** There is a unit of this name already. */
    UNIT_EXISTS,
    /** There is no unit of this name. */
    NO_SUCH_UNIT,
    /** Any other. */
    REFUSED
  }

  SystemdException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of failure it is. */
  public Reason reason() {
    return reason;
  }
}
