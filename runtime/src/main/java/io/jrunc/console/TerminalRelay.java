package io.jrunc.console;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.TerminalSettings;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PollEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the container's terminal with the caller's standard streams. Where these are a terminal, it
 * is raw meanwhile, so that the container's own does all the editing, and gives its size on.
 */
final class TerminalRelay implements AutoCloseable {
  private static final int CHUNK = 32 * 1024;

  private final Kernel kernel;
  private final Fd master;
  private final Fd input = Fd.inherited(0);
  private final Fd output = Fd.inherited(1);
  private Optional<TerminalSettings> before = Optional.empty();
  private boolean inputOpen = true;
  private boolean masterOpen = true;

  TerminalRelay(Kernel kernel, Fd master) {
    this.kernel = kernel;
    this.master = master;
  }

  /** From now on what is typed is the container's. */
  void begin() {
    if (kernel.terminals().isatty(input)) {
      TerminalSettings settings = kernel.terminals().tcgetattr(input);
      kernel.terminals().tcsetattr(input, settings.raw());
      before = Optional.of(settings);
      resize(); // it may have changed meanwhile
    }
  }

  /** Gives the size of the caller's terminal to the container's. */
  void resize() {
    if (kernel.terminals().isatty(input)) {
      kernel.terminals().setWindowSize(master, kernel.terminals().getWindowSize(input));
    }
  }

  /** What to wait for; the answer goes to {@link #relay}. */
  List<PollRequest> requests() {
    List<PollRequest> requests = new ArrayList<>();
    if (masterOpen) {
      requests.add(PollRequest.readable(master));
    }
    if (masterOpen && inputOpen) {
      requests.add(PollRequest.readable(input));
    }
    return requests;
  }

  void relay(List<Set<PollEvent>> events) {
    boolean hasInput = events.size() > 1 && !events.get(1).isEmpty();
    if (!events.isEmpty() && !events.get(0).isEmpty()) {
      masterOpen = copy(master, output);
    }
    if (masterOpen && hasInput) {
      inputOpen = copy(input, master);
    }
  }

  /** After the last process of the terminal has ended, what it wrote is still there to be read. */
  void finish() {
    List<PollRequest> rest = List.of(PollRequest.readable(master));
    while (masterOpen && !kernel.files().poll(rest, Duration.ZERO).get(0).isEmpty()) {
      masterOpen = copy(master, output);
    }
  }

  /** Says whether there may be more. A terminal without the other side answers with EIO. */
  private boolean copy(Fd from, Fd to) {
    byte[] bytes = new byte[CHUNK];
    try {
      int count = kernel.files().read(from, bytes);
      if (count > 0) {
        kernel.files().writeAll(to, Arrays.copyOf(bytes, count));
      }
      return count > 0;
    } catch (KernelException e) {
      if (e.errno() == Errno.EIO || e.errno() == Errno.EPIPE) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    before.ifPresent(settings -> kernel.terminals().tcsetattr(input, settings));
    master.close();
  }
}
