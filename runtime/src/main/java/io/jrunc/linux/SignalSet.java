package io.jrunc.linux;

import io.jrunc.linux.abi.Signal;

/**
 * A set of signals.
 *
 * @param bits signal n is bit n - 1, as the kernel and {@code SigBlk} of /proc/PID/status have it
 */
public record SignalSet(long bits) {

  /** No signal. */
  public static final SignalSet EMPTY = new SignalSet(0);

  /** These signals. */
  public static SignalSet of(Signal... signals) {
    long bits = 0;
    for (Signal signal : signals) {
      bits |= signal.bit();
    }
    return new SignalSet(bits);
  }

  /** Whether the signal is in it. */
  public boolean contains(Signal signal) {
    return (bits & signal.bit()) != 0;
  }
}
