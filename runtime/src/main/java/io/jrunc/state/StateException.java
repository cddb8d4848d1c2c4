package io.jrunc.state;

import io.jrunc.error.JruncException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The files below the state root can't be used: {@code write /run/jrunc/web1: permission denied}.
 */
public final class StateException extends JruncException {

  StateException(String message) {
    super(message);
  }

  private StateException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says what was to be done to which file, and the system's reason. */
  static StateException of(String verb, Object file, IOException cause) {
    return new StateException(verb + " " + file + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    @Nullable String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : cause.getMessage();
    if (reason == null || reason.isEmpty()) {
      return cause.getClass().getSimpleName();
    }
    return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
  }
}
