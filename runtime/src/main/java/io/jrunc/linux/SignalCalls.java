package io.jrunc.linux;

import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.abi.SignalMaskOperation;

/** Signals of this process. */
public interface SignalCalls {

  /**
   * Changes which signals the calling thread blocks, and returns which it blocked before.
   *
   * <p>A signal sent to the process goes to any thread that doesn't block it, and the JVM has many:
   * signalfd(2) sees only those that the program which started the JVM had blocked for all.
   */
  SignalSet sigprocmask(SignalMaskOperation operation, SignalSet signals);

  /** A file from which blocked signals are read; poll(2) tells when there is one. */
  Fd signalfd(SignalSet signals);

  /** Waits for a signal and takes it from such a file. */
  Signal read(Fd signalfd);
}
