package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts clients until it is told to end, or nobody has come for long. A client gets a worker when
 * it has said something, so that those who say nothing keep nobody from being served.
 */
final class Server {
  /** So many may be connected and have said nothing; the one that has for longest has to go. */
  private static final int MOST_SILENT = 256;

  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration BREATHER = Duration.ofMillis(100);

  /** After so long without a client, memory is given back that the next ones can do without. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  /** How long those may take that are served when the end comes. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Kernel kernel;
  private final ListeningSocket listening;
  private final Reception reception;
  private final WaitingRoom waitingRoom;
  private final Duration idleTimeout;
  private final BoundedLog refusals;
  private final Workers workers;
  private final Activity activity = new Activity();
  private final Deque<Silent> silent = new ArrayDeque<>();
  private final WaitingLine line = new WaitingLine();
  private final long uid;

  /** A client that has said nothing yet. */
  private record Silent(Connection connection, long deadline) {}

  /**
   * Accepts nobody yet.
   *
   * @param idleTimeout after so long without a client it ends; zero for never
   */
  Server(
      Kernel kernel,
      ListeningSocket listening,
      Reception reception,
      WaitingRoom waitingRoom,
      Duration idleTimeout,
      BoundedLog refusals) {
    this.kernel = kernel;
    this.listening = listening;
    this.reception = reception;
    this.waitingRoom = waitingRoom;
    this.idleTimeout = idleTimeout;
    this.refusals = refusals;
    this.workers = new Workers(kernel);
    this.uid = kernel.processes().geteuid();
  }

  /** The signals that end it; blocked in all threads, so that they can be read. */
  static SignalSet endings() {
    return SignalSet.of(Signal.SIGTERM, Signal.SIGINT, Signal.SIGHUP, Signal.SIGQUIT);
  }

  /**
   * Serves, and says why it has ended.
   *
   * @param signals from which those that end it are read
   * @param stop is readable when there is no use in going on
   */
  String run(Fd signals, Fd stop) {
    while (true) {
      List<PollRequest> requests = new ArrayList<>();
      requests.add(PollRequest.readable(signals));
      requests.add(PollRequest.readable(stop));
      requests.add(PollRequest.readable(listening.socket()));
      requests.add(PollRequest.readable(waitingRoom.set()));
      silent.forEach(one -> requests.add(PollRequest.readable(one.connection().socket())));
      List<Set<PollEvent>> events = poll(requests);
      if (!events.get(0).isEmpty()) {
        return kernel.signals().read(signals).toString();
      }
      if (!events.get(1).isEmpty()) {
        return "what is installed is another version now";
      }
      if (!events.get(3).isEmpty()) {
        waitingRoom.ready().forEach(this::serve);
      }
      hearSilentOnes(events.subList(4, events.size()));
      line.overdue().forEach(this::leaveToItself);
      if (!events.get(2).isEmpty()) {
        accept(signals);
      } else if (isIdleFor(idleTimeout)) {
        return "nobody has come for " + idleTimeout.toSeconds() + " s";
      }
    }
  }

  private List<Set<PollEvent>> poll(List<PollRequest> requests) {
    Optional<Duration> wait =
        sooner(activity.untilNext(idleTimeout, QUIET), line.untilNextIsOverdue());
    if (!silent.isEmpty()) {
      long first = silent.getFirst().deadline() - System.nanoTime();
      wait = sooner(wait, Optional.of(Duration.ofNanos(first)));
    }
    List<Set<PollEvent>> events =
        wait.isPresent()
            ? kernel.files().poll(requests, wait.get())
            : kernel.files().poll(requests);
    if (activity.isToBeCleanedUp(QUIET)) {
      System.gc();
      MappedFiles.giveBack(kernel);
    }
    return events;
  }

  private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return one.get().compareTo(other.get()) < 0 ? one : other;
  }

  private boolean isIdleFor(Duration span) {
    return !span.isZero() && silent.isEmpty() && activity.isIdleFor(span);
  }

  private void hearSilentOnes(List<Set<PollEvent>> events) {
    Iterator<Silent> ones = silent.iterator();
    for (Set<PollEvent> event : events) {
      Silent one = ones.next();
      if (!event.isEmpty()) {
        ones.remove();
        serve(one.connection());
      } else if (System.nanoTime() - one.deadline() >= 0) {
        ones.remove();
        hangUp(one);
      }
    }
  }

  private void hangUp(Silent one) {
    refusals.tell("closed a connection: it says nothing");
    one.connection().close();
  }

  private void accept(Fd signals) {
    Connection connection;
    try {
      connection = new Connection(kernel, kernel.sockets().accept(listening.socket()));
    } catch (KernelException e) {
      refusals.tell(String.valueOf(e.getMessage()));
      kernel.files().poll(List.of(PollRequest.readable(signals)), BREATHER); // out of files, maybe
      return;
    }
    long its = connection.peer().uid();
    if (its != uid) {
      refusals.tell("closed a connection: of user " + its);
      connection.close();
    } else if (connection.isQuiet()) {
      wait(connection);
    } else {
      serve(connection);
    }
  }

  private void wait(Connection connection) {
    if (silent.size() == MOST_SILENT) {
      hangUp(silent.removeFirst());
    }
    silent.addLast(new Silent(connection, System.nanoTime() + SILENCE.toNanos()));
  }

  private void serve(Connection connection) {
    activity.begins();
    if (workers.take(() -> serveFrom(Optional.of(connection)))) {
      return;
    }
    if (line.add(connection)) {
      workers.take(() -> serveFrom(line.next())); // one may have become free just now
    } else {
      leaveToItself(connection);
    }
  }

  /** Serves this client, and then those who wait. */
  private void serveFrom(Optional<Connection> first) {
    for (Optional<Connection> next = first; next.isPresent(); next = line.next()) {
      try {
        reception.receive(next.get());
      } catch (RuntimeException | Error e) { // the next one is served all the same
        refusals.tell("internal error: " + e);
      } finally {
        activity.ends();
      }
    }
  }

  /** Its message stays unread, so that it doesn't wait for an answer: it goes cold. */
  private void leaveToItself(Connection connection) {
    connection.close();
    activity.ends();
  }

  /** Hangs up on those who wait, and waits for those who are served; says how many still are. */
  int end() {
    listening.close();
    silent.forEach(one -> one.connection().close());
    silent.clear();
    line.all().forEach(this::leaveToItself);
    waitingRoom.close();
    return workers.end(GRACE);
  }
}
