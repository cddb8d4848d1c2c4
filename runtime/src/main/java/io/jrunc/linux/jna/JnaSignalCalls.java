package io.jrunc.linux.jna;

import io.jrunc.linux.Fd;
import io.jrunc.linux.SignalCalls;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SignalMaskOperation;
import io.jrunc.linux.abi.SignalfdFlag;
import io.jrunc.linux.abi.SyscallNumber;

/** Signals, on system calls. */
final class JnaSignalCalls implements SignalCalls {

  /** The kernel's signal set, which is not that of the C library. */
  private static final int SIGSET = 8;

  private static final int SIGNALFD_SIGINFO = 128;

  private final Syscalls syscalls;

  JnaSignalCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public SignalSet sigprocmask(SignalMaskOperation operation, SignalSet signals) {
    try (Scratch scratch = syscalls.scratch()) {
      long set = scratch.reserve(SIGSET);
      long old = scratch.reserve(SIGSET);
      scratch.putLong(set, signals.bits());
      syscalls.call(SyscallNumber.RT_SIGPROCMASK, "", operation.value(), set, old, SIGSET);
      return new SignalSet(scratch.getLong(old));
    }
  }

  @Override
  public Fd signalfd(SignalSet signals) {
    try (Scratch scratch = syscalls.scratch()) {
      long set = scratch.reserve(SIGSET);
      scratch.putLong(set, signals.bits());
      return syscalls.open(
          SyscallNumber.SIGNALFD4, "signals", -1, set, SIGSET, SignalfdFlag.SFD_CLOEXEC.value());
    }
  }

  @Override
  public Signal read(Fd signalfd) {
    try (Scratch scratch = syscalls.scratch()) {
      long info = scratch.reserve(SIGNALFD_SIGINFO);
      syscalls.call(
          SyscallNumber.READ, signalfd.toString(), signalfd.number(), info, SIGNALFD_SIGINFO);
      return new Signal(scratch.getInt(info));
    }
  }
}
