package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;

/** Sockets that a service manager listens at and hands to its service; see sd_listen_fds(3). */
final class ListenFds {
  private static final int FIRST = 3;

  private final CallingProcess caller;

  /** Those that the caller's environment tells of. */
  ListenFds(CallingProcess caller) {
    this.caller = caller;
  }

  /**
   * How many there are, from descriptor 3 on; 0 when they are meant for another process.
   *
   * @throws OperationException when one of them isn't open: by now its number is a file of the JVM
   */
  int count() {
    String count = caller.environment().get("LISTEN_FDS");
    String pid = caller.environment().get("LISTEN_PID");
    if (count == null || pid == null || !isCaller(pid)) {
      return 0;
    }
    int asked = number(count);
    int open = caller.descriptors().orElse(asked);
    if (asked > open) {
      throw new OperationException(
          "LISTEN_FDS", count, "descriptor " + (FIRST + open) + " is not open");
    }
    return asked;
  }

  private boolean isCaller(String pid) {
    return pid.equals(
        caller.isThis() ? Long.toString(ProcessHandle.current().pid()) : caller.proc());
  }

  private static int number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 0; // as systemd's own library has it
    }
  }
}
