package io.jrunc.engine;

import io.jrunc.error.JruncException;

/** A hook has failed while a container was started, after which the container must go. */
final class StartHookFailedException extends JruncException {
  StartHookFailedException(String id, JruncException cause) {
    super("start " + id + ": " + cause.getMessage(), cause);
  }
}
