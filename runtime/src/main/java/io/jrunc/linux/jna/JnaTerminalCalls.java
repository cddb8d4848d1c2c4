package io.jrunc.linux.jna;

import io.jrunc.linux.Fd;
import io.jrunc.linux.TerminalCalls;
import io.jrunc.linux.TerminalSettings;
import io.jrunc.linux.WindowSize;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.IoctlRequest;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SyscallNumber;

/** Terminals, on system calls. */
final class JnaTerminalCalls implements TerminalCalls {

  private static final int WINSIZE = 8;

  private final Syscalls syscalls;

  JnaTerminalCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public boolean isatty(Fd fd) {
    try (Scratch scratch = syscalls.scratch()) {
      long size = scratch.reserve(WINSIZE);
      long request = IoctlRequest.TIOCGWINSZ.value();
      return syscalls.tryCall(SyscallNumber.IOCTL, fd.number(), request, size) == 0;
    }
  }

  @Override
  public TerminalSettings tcgetattr(Fd terminal) {
    try (Scratch scratch = syscalls.scratch()) {
      long termios = scratch.reserve(TerminalSettings.SIZE);
      ioctl(terminal, IoctlRequest.TCGETS, termios);
      return new TerminalSettings(scratch.getBytes(termios, TerminalSettings.SIZE));
    }
  }

  @Override
  public void tcsetattr(Fd terminal, TerminalSettings settings) {
    try (Scratch scratch = syscalls.scratch()) {
      ioctl(terminal, IoctlRequest.TCSETSW, scratch.bytes(settings.bytes()));
    }
  }

  @Override
  public WindowSize getWindowSize(Fd terminal) {
    try (Scratch scratch = syscalls.scratch()) {
      long size = scratch.reserve(WINSIZE);
      ioctl(terminal, IoctlRequest.TIOCGWINSZ, size);
      return new WindowSize(scratch.getShort(size), scratch.getShort(size + 2));
    }
  }

  @Override
  public void setWindowSize(Fd terminal, WindowSize size) {
    try (Scratch scratch = syscalls.scratch()) {
      long winsize = scratch.reserve(WINSIZE);
      scratch.putShort(winsize, size.rows());
      scratch.putShort(winsize + 2, size.columns());
      ioctl(terminal, IoctlRequest.TIOCSWINSZ, winsize);
    }
  }

  @Override
  public Fd openPeer(Fd master) {
    try (Scratch scratch = syscalls.scratch()) {
      ioctl(master, IoctlRequest.TIOCSPTLCK, scratch.reserve(4));
    }
    long flags =
        Flags.bits(syscalls.architecture(), OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_CLOEXEC);
    return syscalls.open(
        SyscallNumber.IOCTL,
        "peer of " + master,
        master.number(),
        IoctlRequest.TIOCGPTPEER.value(),
        flags);
  }

  private void ioctl(Fd terminal, IoctlRequest request, long address) {
    syscalls.call(
        SyscallNumber.IOCTL,
        request + " on " + terminal,
        terminal.number(),
        request.value(),
        address);
  }
}
