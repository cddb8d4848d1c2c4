package io.jrunc.engine;

import io.jrunc.console.ConsoleSocket;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.SocketCalls;
import java.nio.file.Path;
import java.util.Optional;

/** Who looks after a container's terminal. */
sealed interface Terminals {

  /**
   * Says whether config.json and command line fit together, before anything is done.
   *
   * @param wanted whether config.json asks for a terminal
   * @throws OperationException when nobody would look after it, or there is nothing to look after
   */
  void expect(boolean wanted);

  /** Takes the terminal's master over, and closes it. */
  void take(Fd master);

  /** Nobody waits for the container, so the terminal goes to whoever listens at a socket. */
  record AtSocket(SocketCalls sockets, Optional<Path> path) implements Terminals {
    @Override
    public void expect(boolean wanted) {
      if (wanted && path.isEmpty()) {
        throw new OperationException(
            "/process/terminal",
            "",
            "cannot allocate a tty for a detached container without --console-socket");
      }
      refuseUnneeded(wanted, path);
    }

    @Override
    public void take(Fd master) {
      new ConsoleSocket(sockets, path.orElseThrow()).send(master);
    }
  }

  /** The caller waits for the container, and the terminal is joined with the caller's. */
  record InForeground(Attendant attendant, Optional<Path> socket) implements Terminals {
    @Override
    public void expect(boolean wanted) {
      refuseUnneeded(false, socket);
    }

    @Override
    public void take(Fd master) {
      attendant.take(master);
    }
  }

  private static void refuseUnneeded(boolean needed, Optional<Path> socket) {
    if (!needed && socket.isPresent()) {
      throw new OperationException(
          "--console-socket",
          "",
          "cannot use a console socket unless the container is detached and has a terminal");
    }
  }
}
