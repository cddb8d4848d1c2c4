package io.jrunc.linux;

import io.jrunc.linux.abi.Signal;

/** How a process ended. */
public sealed interface ExitStatus {

  /** The code that shells report: the exit code, or 128 and the signal's number. */
  int code();

  /** It called exit. */
  record Exited(int code) implements ExitStatus {

    @Override
    public String toString() {
      return "exited with " + code;
    }
  }

  /** A signal ended it. */
  record Killed(Signal signal, boolean coreDumped) implements ExitStatus {

    @Override
    public int code() {
      return 128 + signal.number();
    }

    @Override
    public String toString() {
      return "killed by " + signal + (coreDumped ? " (core dumped)" : "");
    }
  }
}
