package io.jrunc.container;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that operations run on, as many as there are callers at the same time. An operation
 * is not its caller's own: an interrupt in the middle of one would make Java close files under it,
 * and leave half a container; and it may not be a virtual thread.
 */
final class Workers implements Executor {
  private static final int IDLE_SECONDS = 5;

  private final ThreadPoolExecutor pool;

  Workers() {
    pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Workers::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "jrunc-worker", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Workers.class.getClassLoader());
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /** What the operation gives; throws what it throws. Waits for its end also when interrupted. */
  <T> T call(Supplier<T> operation) {
    FutureTask<T> task = new FutureTask<>(operation::get);
    pool.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The failure itself, with the caller's stack below that of the operation. */
  private static RuntimeException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    if (!(cause instanceof RuntimeException failure)) {
      throw new IllegalStateException(cause);
    }
    StackTraceElement[] below = e.getStackTrace();
    StackTraceElement[] own = failure.getStackTrace();
    StackTraceElement[] whole = new StackTraceElement[own.length + below.length];
    System.arraycopy(own, 0, whole, 0, own.length);
    System.arraycopy(below, 0, whole, own.length, below.length);
    failure.setStackTrace(whole);
    return failure;
  }
}
