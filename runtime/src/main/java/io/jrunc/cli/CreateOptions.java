package io.jrunc.cli;

import io.jrunc.engine.CreateRequest;
import io.jrunc.engine.RootSwitch;
import io.jrunc.engine.SessionKeyring;
import java.util.List;

/** The options that {@code create} and {@code run} have in common. */
final class CreateOptions {
  static final Option BUNDLE =
      Option.valued("--bundle", "-b", "DIR", "Folder with config.json; default: the current one.");
  static final Option CONSOLE_SOCKET =
      Option.valued("--console-socket", "PATH", "Unix socket that is sent the terminal.");
  static final Option PID_FILE =
      Option.valued("--pid-file", "FILE", "Where to write the pid of the container's init.");
  static final Option NO_PIVOT =
      Option.flag("--no-pivot", "Don't use pivot_root: for a host that runs from a ram disk.");
  static final Option NO_NEW_KEYRING =
      Option.flag("--no-new-keyring", "Keep the caller's session keyring.");
  static final Option PRESERVE_FDS =
      Option.valued("--preserve-fds", "N", "Pass on N descriptors, from 3 on.");
  static final Option PIDFD_SOCKET =
      Option.valued("--pidfd-socket", "PATH", "Unix socket that is sent a descriptor of init.");

  static final List<Option> ALL =
      List.of(
          BUNDLE, CONSOLE_SOCKET, PID_FILE, NO_PIVOT, NO_NEW_KEYRING, PRESERVE_FDS, PIDFD_SOCKET);

  private CreateOptions() {}

  /** The container that they ask for; its name is the first parameter. */
  static CreateRequest request(Arguments arguments, Session session) {
    return new CreateRequest(
        arguments.parameter(0),
        arguments.pathOrHere(BUNDLE),
        arguments.path(CONSOLE_SOCKET),
        arguments.path(PID_FILE),
        arguments.path(PIDFD_SOCKET),
        arguments.has(NO_PIVOT) ? RootSwitch.NO_PIVOT : RootSwitch.PIVOT,
        arguments.has(NO_NEW_KEYRING) ? SessionKeyring.CALLERS : SessionKeyring.OWN,
        preservedFds(arguments));
  }

  /**
   * A number that the caller left free may by now be a file of ours, which no container may get.
   */
  static int preservedFds(Arguments arguments) {
    int asked = arguments.count(PRESERVE_FDS, 0);
    int open = arguments.caller().descriptors().orElse(asked);
    if (asked > open) {
      throw new UsageException("--preserve-fds: descriptor " + (3 + open) + " is not open");
    }
    return asked;
  }
}
