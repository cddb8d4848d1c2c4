package io.jrunc.error;

import org.jspecify.annotations.Nullable;

/**
 * What everything thrown on purpose extends: a fact about the container, the host or the request,
 * worded for the person who reads it (lower case, no full stop). A failing cleanup is added with
 * {@link #addSuppressed}, never thrown over the cause.
 */
public abstract class JruncException extends RuntimeException {

  protected JruncException(String message) {
    super(message);
  }

  protected JruncException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
