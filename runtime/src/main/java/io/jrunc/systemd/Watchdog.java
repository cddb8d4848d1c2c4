package io.jrunc.systemd;

import java.time.Duration;

/** Interrupts the thread that has made it, which ends its wait at a socket, when time is up. */
final class Watchdog implements AutoCloseable {
  private final Thread watched = Thread.currentThread();
  private final long deadline;
  private boolean closed;
  private boolean barked;

  private Watchdog(Duration patience) {
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  static Watchdog after(Duration patience) {
    Watchdog watchdog = new Watchdog(patience);
    Thread thread =
        new Thread("systemd-watchdog") {
          @Override
          public void run() {
            watchdog.watch();
          }
        };
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          barked = true;
          watched.interrupt();
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether time is up. */
  synchronized boolean hasBarked() {
    return barked;
  }

  /** The thread isn't interrupted from here on, and not by what has been. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (barked) {
      boolean cleared = Thread.interrupted();
      barked &= cleared;
    }
  }
}
