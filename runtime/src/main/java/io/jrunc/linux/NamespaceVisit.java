package io.jrunc.linux;

import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.CloneFlag;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work in another network namespace, by a thread that goes there, does it, and ends: a thread that
 * came back could have left something of the other namespace behind.
 *
 * @param <T> what the work gives
 */
public final class NamespaceVisit<T> implements Runnable {
  private final NamespaceCalls calls;
  private final Fd namespace;
  private final Supplier<T> work;
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  private NamespaceVisit(NamespaceCalls calls, Fd namespace, Supplier<T> work) {
    this.calls = calls;
    this.namespace = namespace;
    this.work = work;
  }

  /**
   * What the work gives; throws what it throws. Waits for its end also when interrupted.
   *
   * @param namespace of the network; stays the caller's
   * @param work which starts no thread itself
   */
  public static <T> T call(NamespaceCalls calls, Fd namespace, Supplier<T> work) {
    NamespaceVisit<T> visit = new NamespaceVisit<>(calls, namespace, work);
    Thread thread = new Thread(visit, "network namespace");
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return visit.result();
  }

  @Override
  public void run() {
    try {
      calls.setns(namespace, CloneFlag.CLONE_NEWNET);
      result = work.get();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private T result() {
    if (failure != null) {
      throw failure;
    }
    return Optional.ofNullable(result)
        .orElseThrow(
            () -> new OperationException("join", namespace.toString(), "the thread ended early"));
  }
}
