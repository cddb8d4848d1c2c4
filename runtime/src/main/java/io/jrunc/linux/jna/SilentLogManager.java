package io.jrunc.linux.jna;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Logs nothing. JNA's first act is to ask for a logger, for which the JDK reads a configuration and
 * searches every jar for logging services: a third of the time that JNA takes to load. A command
 * has no use for that, so its launcher names this class in {@code java.util.logging.manager}.
 */
public final class SilentLogManager extends LogManager {

  private static final class SilentLogger extends Logger {

    SilentLogger() {
      super("silent", null);
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }
  }

  private final Logger silent = new SilentLogger();

  @Override
  public Logger getLogger(String name) {
    return silent;
  }

  @Override
  public boolean addLogger(Logger logger) {
    return true;
  }

  /** Fails, which the JDK takes as a reason to go on without a search for logging services. */
  @Override
  public void readConfiguration() throws IOException {
    throw new IOException("there is no configuration");
  }
}
