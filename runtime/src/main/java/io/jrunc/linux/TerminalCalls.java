package io.jrunc.linux;

/** Terminals. */
public interface TerminalCalls {

  /** Whether the file is a terminal. */
  boolean isatty(Fd fd);

  /** How the terminal is set; ENOTTY if it is none. */
  TerminalSettings tcgetattr(Fd terminal);

  /** Sets the terminal, after all output is written. */
  void tcsetattr(Fd terminal, TerminalSettings settings);

  /** The terminal's size. */
  WindowSize getWindowSize(Fd terminal);

  /** Changes the size; the kernel tells the foreground processes with SIGWINCH. */
  void setWindowSize(Fd terminal, WindowSize size);

  /** Opens the other side of a pseudoterminal's master, which works without /dev/pts. */
  Fd openPeer(Fd master);
}
