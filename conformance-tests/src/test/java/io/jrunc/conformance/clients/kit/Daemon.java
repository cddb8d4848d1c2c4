package io.jrunc.conformance.clients.kit;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Slowness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A daemon in the foreground of its own process; what it prints is in /var/log/NAME.log. */
public final class Daemon implements AutoCloseable {
  private static final Duration TIME_TO_END = Slowness.scale(Duration.ofSeconds(30));
  private static final Duration TIME_TO_START = Slowness.scale(Duration.ofSeconds(60));

  private final Process process;
  private final Path log;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it, and returns when it is ready.
   *
   * @throws AssertionError with the end of its log if it ends before, or isn't ready in a minute
   */
  public static Daemon start(String name, List<String> command, BooleanSupplier isReady) {
    Path log = Path.of("/var/log", name + ".log");
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().clear();
      builder
          .environment()
          .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Daemon daemon = new Daemon(process, log);
    boolean ready =
        Await.holdsWithin(TIME_TO_START, () -> !process.isAlive() || isReady.getAsBoolean());
    if (!ready || !process.isAlive()) {
      process.destroyForcibly();
      throw new AssertionError(name + " did not start: " + daemon.log());
    }
    return daemon;
  }

  public long pid() {
    return process.pid();
  }

  /** All that it has printed, over all its lives. */
  public String log() {
    return HostFiles.read(log);
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends it by SIGTERM. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("it did not end: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
