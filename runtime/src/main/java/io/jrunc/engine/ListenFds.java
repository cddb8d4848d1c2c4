package io.jrunc.engine;

import io.jrunc.error.OperationException;
import java.util.Map;

/** Sockets that a service manager listens at and hands to its service; see sd_listen_fds(3). */
final class ListenFds {
  private static final int FIRST = 3;

  private final Map<String, String> environment;

  /** Those that the environment of this process tells of. */
  ListenFds(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * How many there are, from descriptor 3 on; 0 when they are meant for another process.
   *
   * @throws OperationException when one of them isn't open: by now its number is a file of the JVM
   */
  int count() {
    String count = environment.get("LISTEN_FDS");
    String pid = environment.get("LISTEN_PID");
    if (count == null || pid == null || !isThisProcess(pid)) {
      return 0;
    }
    int asked = number(count);
    int open = Integer.getInteger("io.jrunc.caller.descriptors", asked); // told by the launcher
    if (asked > open) {
      throw new OperationException(
          "LISTEN_FDS", count, "descriptor " + (FIRST + open) + " is not open");
    }
    return asked;
  }

  private static boolean isThisProcess(String pid) {
    return pid.equals(Long.toString(ProcessHandle.current().pid()));
  }

  private static int number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 0; // as systemd's own library has it
    }
  }
}
