package io.jrunc.state;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Lets one thread of this process at a time have a container. */
final class Turns {
  private final Set<Path> taken = new HashSet<>();

  /**
   * Waits until no other thread has the container.
   *
   * @param folder of the container
   * @throws ContainerBusyException when that takes longer than the patience
   */
  synchronized void take(Path folder, String id, Duration patience) {
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

  synchronized void end(Path folder) {
    taken.remove(folder);
    notifyAll();
  }
}
