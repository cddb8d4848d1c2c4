package io.jrunc.linux.jna;

import java.util.ArrayDeque;

/** Scratch memory to be used again: as much as there were calls at the same time. */
final class ScratchPool {

  private final ArrayDeque<Scratch> free = new ArrayDeque<>();

  /** A scratch of the usual size. */
  Scratch take() {
    synchronized (free) {
      Scratch scratch = free.pollLast();
      if (scratch != null) {
        return scratch;
      }
    }
    return new Scratch(this, Scratch.SIZE);
  }

  /** A scratch of at least this size in bytes. */
  Scratch take(int bytes) {
    return bytes <= Scratch.SIZE ? take() : new Scratch(this, bytes);
  }

  void giveBack(Scratch scratch) {
    synchronized (free) {
      if (scratch.isOfUsualSize()) {
        free.addLast(scratch);
      }
    }
  }
}
