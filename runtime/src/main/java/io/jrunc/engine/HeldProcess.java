package io.jrunc.engine;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A process of a container, held so that a signal can't reach a later one with its pid. */
final class HeldProcess implements AutoCloseable {
  private final Kernel kernel;
  private final PidFd process;

  private HeldProcess(Kernel kernel, PidFd process) {
    this.kernel = kernel;
    this.process = process;
  }

  /** Whichever process has the pid now; empty when there is none. */
  static Optional<HeldProcess> hold(Kernel kernel, Pid pid) {
    try {
      return Optional.of(new HeldProcess(kernel, kernel.processes().pidfdOpen(pid)));
    } catch (KernelException e) {
      return absentIf(Errno.ESRCH, e);
    }
  }

  /** That process; empty when it has ended. */
  static Optional<HeldProcess> hold(Kernel kernel, ProcessTable table, ProcessIdentity identity) {
    Optional<HeldProcess> held = hold(kernel, new Pid(identity.pid()));
    if (held.isPresent() && !table.isAlive(identity)) {
      held.get().close();
      return Optional.empty();
    }
    return held;
  }

  /** Stays open as long as this is. */
  PidFd fd() {
    return process;
  }

  Pid pid() {
    return process.pid();
  }

  /** Sends a signal; false when the process has ended. */
  boolean signal(Signal signal) {
    try {
      kernel.processes().pidfdSendSignal(process, signal);
      return true;
    } catch (KernelException e) {
      return absentIf(Errno.ESRCH, e).isPresent();
    }
  }

  /** Waits for its end; false when that takes longer than the patience. */
  boolean awaitEnd(Duration patience) {
    return !kernel
        .files()
        .poll(List.of(PollRequest.readable(process.fd())), patience)
        .get(0)
        .isEmpty();
  }

  @Override
  public void close() {
    process.close();
  }

  private static Optional<HeldProcess> absentIf(Errno expected, KernelException failure) {
    if (failure.errno() != expected) {
      throw failure;
    }
    return Optional.empty();
  }
}
