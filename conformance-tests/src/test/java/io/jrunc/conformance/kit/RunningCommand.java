package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that was started and may still run. Its output goes to two files, not pipes: a
 * container that it leaves behind may hold them open for long.
 */
public final class RunningCommand {

  private final List<String> command;
  private final Process process;
  private final Path stdout;
  private final Path stderr;
  private final Duration limit;

  RunningCommand(List<String> command, Process process, Path stdout, Path stderr, Duration limit) {
    this.command = command;
    this.process = process;
    this.stdout = stdout;
    this.stderr = stderr;
    this.limit = limit;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What was written to standard output so far, by the command or by a container it left. */
  public String stdout() {
    return Files.exists(stdout) ? HostFiles.read(stdout) : "";
  }

  /** The same of standard error. */
  public String stderr() {
    return Files.exists(stderr) ? HostFiles.read(stderr) : "";
  }

  /** Writes to the command's standard input, which must be {@link Command#interactive()}. */
  public void type(String text) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(text.getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void endOfInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to the command itself, by the name that kill(1) knows. */
  public void signal(String name) {
    Host.kill(name, process.pid());
  }

  /** Waits for the end of the command within its time limit, after which it is killed. */
  public Outcome await() {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("still running after " + limit + ": " + outcome());
      }
      return outcome();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + outcome(), e);
    }
  }

  private Outcome outcome() {
    int code = process.isAlive() ? -1 : process.exitValue();
    return new Outcome(command, code, stdout(), HostFiles.read(stderr));
  }
}
