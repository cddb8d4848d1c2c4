package io.jrunc.error;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * An operation that can't be done: {@code delete web1: container is running; stop it first}.
 *
 * <p>With a cause, the reason is the cause's message: {@code create web1: openat2 /x: no such file
 * or directory (ENOENT)}.
 */
public final class OperationException extends JruncException {

  private final String operation;
  private final String object;
  private final String reason;

  /**
   * Says what can't be done, to what, and why.
   *
   * @param operation a verb, such as {@code delete}
   * @param object what it was to be done to, such as a container's id; may be empty
   * @param reason the fact that stands against it, and what to do about it
   */
  public OperationException(String operation, String object, String reason) {
    super(message(operation, object, reason));
    this.operation = operation;
    this.object = object;
    this.reason = reason;
  }

  /** Says during which operation, on which object, the cause came up. */
  public OperationException(String operation, String object, Throwable cause) {
    super(message(operation, object, reason(cause)), cause);
    this.operation = operation;
    this.object = object;
    this.reason = reason(cause);
  }

  /** A verb, such as {@code delete}. */
  public String operation() {
    return operation;
  }

  /** What it was to be done to; may be empty. */
  public String object() {
    return object;
  }

  /** The fact that stands against it. */
  public String reason() {
    return reason;
  }

  private static String message(String operation, String object, String reason) {
    return object.isEmpty() ? operation + ": " + reason : operation + " " + object + ": " + reason;
  }

  private static String reason(Throwable cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return Character.toLowerCase(e.getReason().charAt(0)) + e.getReason().substring(1);
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
