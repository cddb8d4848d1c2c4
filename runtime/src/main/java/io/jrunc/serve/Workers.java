package io.jrunc.serve;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.CloneFlag;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that serve clients, each with a umask of its own. */
final class Workers {
  /** More clients at the same time wait in a {@link WaitingLine}. */
  static final int MOST = 32;

  private static final Duration IDLE = Duration.ofSeconds(20);

  private final ThreadPoolExecutor threads;

  /** No thread yet. */
  Workers(Kernel kernel) {
    threads =
        new ThreadPoolExecutor(
            1,
            MOST,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> thread(kernel, work));
  }

  private static Thread thread(Kernel kernel, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              kernel.namespaces().unshare(CloneFlag.CLONE_FS);
              work.run();
            },
            "worker");
    thread.setDaemon(true);
    return thread;
  }

  /** Says whether there is a thread for it. */
  boolean take(Runnable work) {
    try {
      threads.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // which a limit of threads is, too
      return false;
    }
  }

  /** Takes no more, and waits for what runs; says how much still does. */
  int end(Duration atMost) {
    threads.shutdown();
    try {
      return threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)
          ? 0
          : threads.getActiveCount();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return threads.getActiveCount();
    }
  }
}
