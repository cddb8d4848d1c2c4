package io.jrunc.bundle;

import io.jrunc.error.JruncException;
import java.nio.file.Path;

/** A bundle, or its config.json, that can't be read: {@code /b/config.json: permission denied}. */
public final class UnreadableBundleException extends JruncException {
  private static final long serialVersionUID = 1;

  private final transient Path path;

  UnreadableBundleException(Path path, String reason) {
    super(path + ": " + reason);
    this.path = path;
  }

  /** What can't be read. */
  public Path path() {
    return path;
  }
}
