package io.jrunc.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be undone if an operation fails: each undo is pushed beside its do. */
final class Rollback {
  private final Deque<Runnable> undos = new ArrayDeque<>();

  void push(Runnable undo) {
    undos.push(undo);
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
  }
}
