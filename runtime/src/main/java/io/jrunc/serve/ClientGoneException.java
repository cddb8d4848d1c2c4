package io.jrunc.serve;

import io.jrunc.error.JruncException;

/** The client has ended in the middle of its request, or speaks no longer as clients do. */
final class ClientGoneException extends JruncException {
  private static final long serialVersionUID = 1;

  ClientGoneException(String what) {
    super("the client " + what);
  }
}
