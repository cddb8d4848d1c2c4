package io.jrunc.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Clients who have said what they want while all workers are busy. Most requests take milliseconds,
 * so waiting is quicker than a JVM of one's own; but workers may be at something long, or even wait
 * for what a client in this line is to do, so nobody waits for ever.
 */
final class WaitingLine {
  private static final int LONGEST = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Deque<Waiting> line = new ArrayDeque<>();

  private record Waiting(Connection connection, long deadline) {}

  /** Says whether there is room. */
  synchronized boolean add(Connection connection) {
    if (line.size() == LONGEST) {
      return false;
    }
    line.addLast(new Waiting(connection, System.nanoTime() + PATIENCE.toNanos()));
    return true;
  }

  /** Who is next, and out of the line. */
  synchronized Optional<Connection> next() {
    return line.isEmpty() ? Optional.empty() : Optional.of(line.removeFirst().connection());
  }

  /** How long it takes until somebody has waited for too long. */
  synchronized Optional<Duration> untilNextIsOverdue() {
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(line.getFirst().deadline() - System.nanoTime()));
  }

  /** All, who are out of the line then. */
  synchronized List<Connection> all() {
    List<Connection> all = new ArrayList<>();
    while (!line.isEmpty()) {
      all.add(line.removeFirst().connection());
    }
    return all;
  }

  /** Those who have waited for too long, and are out of the line. */
  synchronized List<Connection> overdue() {
    List<Connection> overdue = new ArrayList<>();
    while (!line.isEmpty() && line.getFirst().deadline() - System.nanoTime() <= 0) {
      overdue.add(line.removeFirst().connection());
    }
    return overdue;
  }
}
