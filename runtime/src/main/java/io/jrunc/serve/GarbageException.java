package io.jrunc.serve;

/** What arrived is nothing that a client sends; the connection is closed. */
final class GarbageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong with it, for the log. */
  GarbageException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
