package io.jrunc.console;

import io.jrunc.error.KernelException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between a caller and the container that it waits for: passes signals on, relays the
 * terminal, and ends when the container does. Needs a process that was started with all signals
 * blocked.
 */
public final class Foreground implements AutoCloseable {
  private final Kernel kernel;
  private final Fd signals;
  private Optional<TerminalRelay> relay = Optional.empty();
  private Optional<Fd> watched = Optional.empty();
  private Runnable whenReadable = () -> {};

  private Foreground(Kernel kernel, Fd signals) {
    this.kernel = kernel;
    this.signals = signals;
  }

  /** Begins to collect signals: from now on none is lost. */
  public static Foreground open(Kernel kernel) {
    return new Foreground(kernel, kernel.signals().signalfd(forwarded()));
  }

  private static SignalSet forwarded() {
    long ofThisProcess = Signal.SIGCHLD.bit() | Signal.SIGPIPE.bit();
    long ofNobody = Signal.SIGKILL.bit() | Signal.SIGSTOP.bit();
    return new SignalSet(~(ofThisProcess | ofNobody));
  }

  /** Takes the container's terminal over; its program finds it in the size of the caller's. */
  public void take(Fd master) {
    TerminalRelay taken = new TerminalRelay(kernel, master);
    relay = Optional.of(taken);
    taken.resize();
  }

  /** While it waits, does this whenever the file is readable; the file stays the caller's. */
  public void watch(Fd file, Runnable action) {
    watched = Optional.of(file);
    whenReadable = action;
  }

  /** Waits for the end of the container's first process, which must be a child of this one. */
  public ExitStatus await(PidFd init) {
    relay.ifPresent(TerminalRelay::begin);
    while (true) {
      List<PollRequest> requests = new ArrayList<>();
      requests.add(PollRequest.readable(init.fd()));
      requests.add(PollRequest.readable(signals));
      watched.ifPresent(file -> requests.add(PollRequest.readable(file)));
      int first = requests.size();
      relay.ifPresent(terminal -> requests.addAll(terminal.requests()));
      List<Set<PollEvent>> events = kernel.files().poll(requests);
      if (!events.get(1).isEmpty()) {
        pass(kernel.signals().read(signals), init);
      }
      if (watched.isPresent() && !events.get(2).isEmpty()) {
        whenReadable.run();
      }
      relay.ifPresent(terminal -> terminal.relay(events.subList(first, events.size())));
      if (!events.get(0).isEmpty()) {
        relay.ifPresent(TerminalRelay::finish);
        finishWatching();
        return kernel.processes().waitid(init);
      }
    }
  }

  /** What the container has sent before its end is still there. */
  private void finishWatching() {
    if (watched.isPresent()) {
      List<PollRequest> rest = List.of(PollRequest.readable(watched.get()));
      while (!kernel.files().poll(rest, Duration.ZERO).get(0).isEmpty()) {
        whenReadable.run();
      }
    }
  }

  private void pass(Signal signal, PidFd init) {
    if (signal.number() == Signal.SIGWINCH.number() && relay.isPresent()) {
      relay.get().resize();
      return;
    }
    try {
      kernel.processes().pidfdSendSignal(init, signal);
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    relay.ifPresent(TerminalRelay::close);
    signals.close();
  }
}
