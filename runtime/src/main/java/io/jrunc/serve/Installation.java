package io.jrunc.serve;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import java.nio.file.Path;

/** Where this engine's program was when it began, and whether it still is. */
final class Installation {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final Kernel kernel;
  private final Path jar;
  private final JarIdentity identity;
  private final Fd stop;

  /**
   * Looks at nothing yet.
   *
   * @param stop is added to when the engine is to end
   */
  Installation(Kernel kernel, Path jar, JarIdentity identity, Fd stop) {
    this.kernel = kernel;
    this.jar = jar;
    this.identity = identity;
    this.stop = stop;
  }

  /**
   * Whether a client is of this installation. If one isn't because another version has taken its
   * place, the engine ends: no client will ever be.
   */
  boolean hasClient(JarIdentity its) {
    if (its.equals(identity)) {
      return true;
    }
    if (!isStillThere()) {
      kernel.files().write(stop, ONE);
    }
    return false;
  }

  private boolean isStillThere() {
    try {
      return JarIdentity.of(jar).equals(identity);
    } catch (OperationException e) {
      return false;
    }
  }
}
