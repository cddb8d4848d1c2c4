package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A child of this process, up to the moment at which it has ended and was reaped. */
final class Child {
  private final Kernel kernel;
  private final PidFd process;
  private final Consumer<Optional<ExitStatus>> atEnd;
  private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
  private boolean reaped;

  /**
   * Takes the process over.
   *
   * @param atEnd is told first how it ended, or that nobody will ever know; must not take long,
   *     since all others wait; if it fails, its thread's handler of such things is told
   */
  Child(Kernel kernel, PidFd process, Consumer<Optional<ExitStatus>> atEnd) {
    this.kernel = kernel;
    this.process = process;
    this.atEnd = atEnd;
  }

  Pid pid() {
    return process.pid();
  }

  /** Readable when it has ended; only for whoever reaps it. */
  PidFd process() {
    return process;
  }

  /** What follows from it, without a thread of its own, must not take long either. */
  CompletableFuture<ExitStatus> end() {
    return end;
  }

  /** Sends a signal; false if the process has ended. */
  synchronized boolean signal(Signal signal) {
    if (reaped) {
      return false;
    }
    try {
      kernel.processes().pidfdSendSignal(process, signal);
      return true;
    } catch (KernelException e) {
      if (e.errno() == Errno.ESRCH) {
        return false;
      }
      throw e;
    }
  }

  /** Reaps it if it has ended; says whether there is nothing more to wait for. */
  boolean reap() {
    Optional<ExitStatus> status;
    try {
      status = kernel.processes().tryWaitid(process);
      if (status.isEmpty()) {
        return false;
      }
    } catch (KernelException e) { // somebody else in this process has taken its status
      abandon(e);
      return true;
    }
    release();
    tell(status);
    end.complete(status.get());
    return true;
  }

  /** How it ends will never be known. */
  void abandon(Throwable reason) {
    release();
    tell(Optional.empty());
    end.completeExceptionally(reason);
  }

  /** A failure there is nothing to those who wait, for this child or another. */
  private void tell(Optional<ExitStatus> status) {
    try {
      atEnd.accept(status);
    } catch (RuntimeException | Error e) {
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  private synchronized void release() {
    reaped = true;
    process.close();
  }
}
