package io.jrunc.container;

import io.jrunc.error.OperationException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.PollEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Waits for all children of an engine with one thread, which is there as long as there are any.
 * Asks for each by its pidfd: other children of this process are none of its business.
 */
final class Reaper {
  /** How long the thread waits for more children when the last has ended. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final byte[] ONE =
      ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array();

  private final Kernel kernel;
  private final Executor threads;
  private final List<Child> children = new ArrayList<>();
  private final List<Fd> wake = new ArrayList<>(1);

  Reaper(Kernel kernel) {
    this(kernel, Reaper::startThread);
  }

  /** The same with another maker of its thread. */
  Reaper(Kernel kernel, Executor threads) {
    this.kernel = kernel;
    this.threads = threads;
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(null, work, "jrunc-reaper", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /**
   * Takes a child of this process over; see {@link Child}.
   *
   * @throws OperationException if no thread can be had to wait for it; then the descriptor stays
   *     the caller's
   */
  synchronized Child watch(PidFd process, Consumer<Optional<ExitStatus>> atEnd) {
    Child child = new Child(kernel, process, atEnd);
    if (!wake.isEmpty()) {
      files().write(wake.get(0), ONE);
      children.add(child);
      return child;
    }
    Fd bell = files().eventfd();
    wake.add(bell);
    children.add(child);
    try {
      threads.execute(this::run);
    } catch (RuntimeException | Error e) { // or the next one would ring a bell that nobody hears
      wake.clear();
      children.clear();
      bell.close();
      throw new OperationException("wait for", "process " + process.pid().number(), e);
    }
    return child;
  }

  private void run() {
    try {
      Fd bell = bell();
      boolean ended = false;
      while (!ended) {
        boolean somethingHappened = await(bell, snapshot());
        ended = !somethingHappened && endIfIdle();
      }
    } catch (RuntimeException | Error e) {
      abandon(e);
      throw e;
    }
  }

  /** Nobody waits in vain; without the lock, since others' code may follow from it. */
  private void abandon(Throwable reason) {
    List<Child> lost;
    synchronized (this) {
      lost = List.copyOf(children);
      children.clear();
      wake.remove(0).close();
    }
    lost.forEach(child -> child.abandon(reason));
  }

  /** Waits once, and reaps who has ended; false if nobody came for a while. */
  private boolean await(Fd bell, List<Child> watched) {
    List<PollRequest> requests = new ArrayList<>(watched.size() + 1);
    requests.add(PollRequest.readable(bell));
    for (Child child : watched) {
      requests.add(PollRequest.readable(child.process().fd()));
    }
    List<Set<PollEvent>> events =
        watched.isEmpty() ? files().poll(requests, PATIENCE) : files().poll(requests);
    boolean rung = !events.get(0).isEmpty();
    if (rung) {
      files().read(bell, new byte[Long.BYTES]);
    }
    for (int i = 0; i < watched.size(); i++) {
      if (!events.get(i + 1).isEmpty() && watched.get(i).reap()) {
        forget(watched.get(i));
      }
    }
    return rung || !watched.isEmpty();
  }

  private synchronized Fd bell() {
    return wake.get(0);
  }

  private synchronized List<Child> snapshot() {
    return List.copyOf(children);
  }

  private synchronized void forget(Child child) {
    children.remove(child);
  }

  private synchronized boolean endIfIdle() {
    if (!children.isEmpty()) {
      return false;
    }
    wake.remove(0).close();
    return true;
  }

  private FileCalls files() {
    return kernel.files();
  }
}
