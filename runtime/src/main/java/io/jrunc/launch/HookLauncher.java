package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.program.Conversation;
import io.jrunc.program.SyscallProgram;
import java.util.Optional;

/** Starts the trampolines of hooks that run on the host, as children of this process. */
public final class HookLauncher {
  private static final int LONGEST_MESSAGE = 16;

  private final Kernel kernel;
  private final Architecture architecture;
  private final Trampoline trampoline;

  /** A launcher for programs of this kind of machine. */
  public HookLauncher(Kernel kernel, Architecture architecture) {
    this.kernel = kernel;
    this.architecture = architecture;
    this.trampoline = new Trampoline(kernel, architecture);
  }

  /**
   * Runs a hook.
   *
   * @param blockedSignals its signal mask
   */
  public void run(SyscallProgram program, SignalSet blockedSignals, HookActions actions) {
    try (SocketPair connection = kernel.sockets().socketpair(SocketType.SOCK_SEQPACKET)) {
      kernel.sockets().setPassCredentials(connection.first());
      try (SlotFiles slots =
          SlotFiles.standard(kernel, architecture, program, connection.second())) {
        Pid pid = trampoline.start("jrunc-hook", program, slots, blockedSignals);
        connection.second().close(); // or its end would not be seen
        converse(program, connection.first(), slots.report(), pid, actions);
      }
    }
  }

  private void converse(
      SyscallProgram program, Fd connection, Fd report, Pid pid, HookActions actions) {
    Optional<Message> message = receive(connection, pid);
    if (message.isEmpty() || message.get().bytes()[0] != Conversation.HOOK) {
      throw failure(program, report, pid);
    }
    try (WaitingHook hook =
        WaitingHook.of(
            kernel,
            connection,
            report,
            message.get(),
            process -> kernel.processes().waitid(process))) {
      actions.hookWaits(hook);
    }
  }

  private Optional<Message> receive(Fd connection, Pid pid) {
    try {
      return kernel.sockets().recvmsg(connection, LONGEST_MESSAGE);
    } catch (RuntimeException e) {
      kernel.processes().kill(pid, Signal.SIGKILL); // not reaped yet, so the number is its own
      kernel.processes().waitid(pid);
      throw e;
    }
  }

  private StepFailedException failure(SyscallProgram program, Fd report, Pid pid) {
    kernel.processes().kill(pid, Signal.SIGKILL);
    StepFailedException failure =
        StepFailedException.ended("", "hook", kernel.processes().waitid(pid));
    Report page = Report.read(kernel.files(), report);
    if (!page.hasFailed()) {
      return failure;
    }
    return StepFailedException.refused(
        program.at(page.at()).source().pointer(), program.at(page.at()).source().why(), page);
  }
}
