package io.jrunc.state;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Lets one thread of this process at a time have a container. */
final class Turns {
  private final Set<String> taken = new HashSet<>();

  /**
   * Waits until no other thread has the container.
   *
   * @param folder which no other container has
   * @throws ContainerBusyException when that takes longer than the patience
   */
  synchronized void take(String folder, String id, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (taken.contains(folder)) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new ContainerBusyException(id, patience);
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerBusyException(id, patience);
      }
    }
    taken.add(folder);
  }

  synchronized void end(String folder) {
    taken.remove(folder);
    notifyAll();
  }
}
