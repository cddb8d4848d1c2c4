package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.program.Slots;
import io.jrunc.program.Slots.Slot;
import io.jrunc.program.SyscallProgram;
import java.util.ArrayList;
import java.util.List;

/** Starts the trampolines of companions, as children of this process. */
public final class CompanionLauncher {
  private final Kernel kernel;
  private final Architecture architecture;

  /** A launcher for programs of this kind of machine. */
  public CompanionLauncher(Kernel kernel, Architecture architecture) {
    this.kernel = kernel;
    this.architecture = architecture;
  }

  /**
   * Makes the process, which waits to begin.
   *
   * @param program of a companion
   * @param files that it keeps, in the order of their numbers; they stay the caller's
   * @param blockedSignals its signal mask
   */
  public Companion start(SyscallProgram program, List<Fd> files, SignalSet blockedSignals) {
    try (SocketPair connection = kernel.sockets().socketpair(SocketType.SOCK_SEQPACKET);
        SlotFiles slots =
            SlotFiles.open(
                kernel, architecture, program, connection.second(), slot -> copy(slot, files))) {
      Pid pid =
          new Trampoline(kernel, architecture)
              .start("jrunc-companion", program, slots, blockedSignals);
      PidFd process = kernel.processes().pidfdOpen(pid); // not reaped yet, so the number is its own
      return companion(process, connection.first(), slots.report());
    }
  }

  private Companion companion(PidFd process, Fd connection, Fd report) {
    List<Fd> own = new ArrayList<>(List.of(process.fd()));
    try {
      own.add(kernel.files().fcntlDupfd(connection, 0));
      own.add(kernel.files().fcntlDupfd(report, 0));
      return new Companion(kernel, process, own.get(1), own.get(2));
    } catch (RuntimeException e) {
      own.forEach(Fd::close);
      throw e;
    }
  }

  private Fd copy(Slot slot, List<Fd> files) {
    if (slot instanceof Slots.Given given) {
      return kernel.files().fcntlDupfd(files.get(given.number()), 0);
    }
    throw new IllegalArgumentException("nobody opens " + slot.describe());
  }
}
