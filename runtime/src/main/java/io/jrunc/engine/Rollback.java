package io.jrunc.engine;

import io.jrunc.linux.Fd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What must be undone if an operation fails: each undo is pushed beside its do. */
final class Rollback {
  private final Deque<Runnable> undos = new ArrayDeque<>();
  private final List<Fd> kept = new ArrayList<>();

  void push(Runnable undo) {
    undos.push(undo);
  }

  /** Takes over what undos need; it is closed after them, or when there is nothing to undo. */
  Fd keep(Fd needed) {
    kept.add(needed);
    return needed;
  }

  /** Undoes everything, the last first. What can't be undone is added to the cause. */
  void run(Throwable cause) {
    while (!undos.isEmpty()) {
      try {
        undos.pop().run();
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
    closeKept();
  }

  /** The operation has succeeded: nothing will be undone. */
  void forget() {
    undos.clear();
    closeKept();
  }

  private void closeKept() {
    for (Fd needed : kept) {
      needed.close();
    }
    kept.clear();
  }
}
