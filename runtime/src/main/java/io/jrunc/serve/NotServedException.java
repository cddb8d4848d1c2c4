package io.jrunc.serve;

/** The client is told to start a JVM of its own. */
final class NotServedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why, for the log. */
  NotServedException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
