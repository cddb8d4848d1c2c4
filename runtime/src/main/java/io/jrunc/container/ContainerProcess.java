package io.jrunc.container;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.WindowSize;
import io.jrunc.linux.abi.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of a container that was started by this program, and is its child. It ends when it
 * likes; this program's own end does nothing to it, except that pipes lose their reader.
 *
 * <p>Several threads may use one object.
 */
public final class ContainerProcess implements AutoCloseable {
  private final Child child;
  private final ProcessStreams streams;
  private final TerminalSize size;
  private final Executor workers;
  private final OutputStream stdin;
  private final InputStream stdout;
  private final InputStream stderr;

  /** Changes the size of a terminal. */
  interface TerminalSize {
    void set(SharedFile terminal, WindowSize size) throws IOException;
  }

  ContainerProcess(Child child, ProcessStreams streams, TerminalSize size, Executor workers) {
    this.child = child;
    this.streams = streams;
    this.size = size;
    this.workers = workers;
    this.stdin = streams.stdin();
    this.stdout = streams.stdout();
    this.stderr = streams.stderr();
  }

  /** Its number on the host; another process's once this one has ended. */
  public long pid() {
    return child.pid().number();
  }

  /**
   * What is written here the process reads; not buffered. Closing it is the end of its input, but
   * for a terminal, whose end of input is a byte of 4 (Ctrl-D). If its input is no pipe and no
   * terminal, every write fails.
   */
  public OutputStream stdin() {
    return stdin;
  }

  /**
   * What the process writes to its standard output, or its terminal; at its end once all processes
   * that have the other side have closed it. Empty if that is no pipe and no terminal.
   */
  public InputStream stdout() {
    return stdout;
  }

  /** What the process writes to its standard error; empty if that is no pipe. */
  public InputStream stderr() {
    return stderr;
  }

  /**
   * Changes the size of its terminal, in characters; the kernel tells the processes in it.
   *
   * @throws OperationException if it has none, or that is closed
   */
  public void resize(int rows, int columns) {
    SharedFile terminal =
        streams
            .terminal()
            .orElseThrow(() -> new OperationException("resize", "", "it has no terminal"));
    try {
      size.set(terminal, new WindowSize(rows, columns));
    } catch (IOException e) {
      throw new OperationException("resize", "", e);
    }
  }

  /** Sends a signal; false if the process has ended. */
  public boolean signal(Signal signal) {
    return child.signal(signal);
  }

  /** Whether it has not ended yet, as far as is known. */
  public boolean isAlive() {
    return !child.end().isDone();
  }

  /**
   * Waits for its end.
   *
   * @throws OperationException if somebody else in this program has taken its status, by
   *     waitpid(-1)
   */
  public ExitStatus waitFor() throws InterruptedException {
    try {
      return child.end().get();
    } catch (ExecutionException e) {
      throw unknown(cause(e));
    }
  }

  /**
   * The same, for so long at most; empty if it goes on. A longer time than 292 years is that.
   *
   * @throws OperationException if somebody else in this program has taken its status, by
   *     waitpid(-1)
   */
  public Optional<ExitStatus> waitFor(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(
          child.end().get(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw unknown(cause(e));
    }
  }

  /** How it ended; empty while it goes on, or if that will never be known. */
  public Optional<ExitStatus> exitStatus() {
    boolean known = child.end().isDone() && !child.end().isCompletedExceptionally();
    return known ? Optional.of(child.end().join()) : Optional.empty();
  }

  /**
   * Done when the process has ended; what follows from it runs on a thread of the engine, unless
   * another is named. It fails with the {@link OperationException} that {@link #waitFor()} throws.
   * Cancelling it does nothing to the process.
   */
  public CompletableFuture<ExitStatus> onExit() {
    return child
        .end()
        .handleAsync(
            (status, reason) -> {
              if (reason != null) {
                throw unknown(reason);
              }
              return status;
            },
            workers);
  }

  /**
   * Closes this program's ends of its streams, and its terminal. The process goes on, and can still
   * be waited for. A thread that is reading goes on until something comes or the other side is
   * closed, and only then is that stream closed.
   */
  @Override
  public void close() {
    streams.closeOurs();
  }

  private static Throwable cause(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  private OperationException unknown(Throwable reason) {
    return new OperationException("wait for", "process " + pid(), reason);
  }
}
