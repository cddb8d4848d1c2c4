package io.jrunc.cli;

import io.jrunc.error.JruncException;

/** A command that was called in a way that it can't be. */
final class UsageException extends JruncException {
  UsageException(String message) {
    super(message);
  }
}
