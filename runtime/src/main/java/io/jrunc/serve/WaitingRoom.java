package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients who wait for a program and come back at its end; until then nobody works for them. One
 * who is turned away, or whose engine has ended, asks once more as anybody: to wait here is
 * cheaper, no more. So an engine can end while somebody waits.
 */
final class WaitingRoom implements AutoCloseable {
  static final int MOST = 256;

  private final Kernel kernel;
  private final Fd set;
  private final Map<Integer, Connection> waiting = new HashMap<>();
  private int lastKey;
  private boolean isClosed;

  /** Nobody waits yet. */
  WaitingRoom(Kernel kernel) {
    this.kernel = kernel;
    this.set = kernel.files().epollCreate();
  }

  /** Is readable when somebody has come back, or has ended. */
  Fd set() {
    return set;
  }

  /** Says whether there is room; then it takes the connection over. */
  synchronized boolean take(Connection connection) {
    if (isClosed || waiting.size() == MOST) {
      return false;
    }
    int key = ++lastKey;
    try {
      kernel.files().epollAdd(set, connection.socket(), key);
    } catch (KernelException e) { // the user watches too many files, maybe
      return false;
    }
    waiting.put(key, connection);
    return true;
  }

  /** Those who have come back or have ended, and don't wait any more; the caller's from now on. */
  synchronized List<Connection> ready() {
    List<Connection> ready = new ArrayList<>();
    for (int key : kernel.files().epollReady(set)) {
      Connection connection = waiting.remove(key);
      if (connection != null) {
        ready.add(connection);
      }
    }
    return ready;
  }

  /** Hangs up on all. */
  @Override
  public synchronized void close() {
    isClosed = true;
    waiting.values().forEach(Connection::close);
    waiting.clear();
    set.close();
  }
}
