package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;

/** Gets the listener's end of a filter of system calls, before the filtered program begins. */
public interface ListenerReceiver {

  /**
   * Passes it on; it is closed afterwards. An exception ends the program.
   *
   * @param program the process that is filtered
   */
  void receive(Pid program, Fd listener);
}
