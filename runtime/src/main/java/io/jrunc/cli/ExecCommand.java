package io.jrunc.cli;

import io.jrunc.engine.ExecProcess;
import io.jrunc.engine.ExecRequest;
import io.jrunc.engine.ExecRequest.Mode;
import io.jrunc.engine.ExecRequest.WhenPaused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code jrunc exec ID COMMAND}: ends with the exit code of the command. */
final class ExecCommand implements Command {
  static final Option PROCESS =
      Option.valued("--process", "-p", "FILE", "What to run, as a process object of config.json.");
  static final Option TTY = Option.flag("--tty", "-t", "Give the command a terminal.");
  static final Option DETACH = Option.flag("--detach", "-d", "Return once the command runs.");
  static final Option USER =
      Option.valued("--user", "-u", "UID[:GID]", "Run as this user; numbers only.");
  static final Option ADDITIONAL_GIDS =
      Option.repeated("--additional-gids", "-g", "GID", "One more group; may come again.");
  static final Option CAP =
      Option.repeated("--cap", "-c", "CAP", "One more capability; may come again.");
  static final Option ENV =
      Option.repeated("--env", "-e", "NAME=VALUE", "One more variable; may come again.");
  static final Option CWD = Option.valued("--cwd", "DIR", "Working directory in the container.");
  static final Option PID_FILE =
      Option.valued("--pid-file", "FILE", "Where to write the pid of the command.");
  static final Option NO_NEW_PRIVS =
      Option.flag("--no-new-privs", "Whether programs may not grant privileges.");
  static final Option APPARMOR = Option.valued("--apparmor", "PROFILE", "AppArmor profile.");
  static final Option PROCESS_LABEL = Option.valued("--process-label", "LABEL", "SELinux label.");
  static final Option CGROUP =
      Option.repeated(
          "--cgroup", "", "[CONTROLLER:]PATH", "Group below the container's; may come again.");
  static final Option IGNORE_PAUSED =
      Option.flag("--ignore-paused", "Don't refuse: the command begins when it is resumed.");

  private static final int LONGEST_ID = 10;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "exec",
        "Run one more command in a container.",
        List.of(
            PROCESS,
            TTY,
            DETACH,
            USER,
            ADDITIONAL_GIDS,
            CAP,
            ENV,
            CWD,
            PID_FILE,
            CreateOptions.CONSOLE_SOCKET,
            CreateOptions.PRESERVE_FDS,
            NO_NEW_PRIVS,
            APPARMOR,
            PROCESS_LABEL,
            CGROUP,
            IGNORE_PAUSED,
            CreateOptions.PIDFD_SOCKET),
        List.of("ID", "[COMMAND...]"));
  }

  @Override
  public int failureCode() {
    return 255; // so that it isn't taken for the command's own
  }

  @Override
  public int run(Arguments arguments, Session session) {
    return session
        .operations()
        .exec(
            new ExecRequest(
                arguments.parameter(0),
                process(arguments),
                arguments.path(CreateOptions.CONSOLE_SOCKET),
                arguments.path(PID_FILE),
                arguments.path(CreateOptions.PIDFD_SOCKET),
                arguments.has(DETACH) ? Mode.DETACHED : Mode.FOREGROUND,
                CreateOptions.preservedFds(arguments),
                arguments.values(CGROUP),
                arguments.has(IGNORE_PAUSED) ? WhenPaused.WAIT : WhenPaused.REFUSE));
  }

  private static ExecProcess process(Arguments arguments) {
    Optional<Path> file = arguments.path(PROCESS);
    if (file.isPresent()) {
      return new ExecProcess.FromFile(file.get(), arguments.has(TTY));
    }
    List<String> command = arguments.parametersFrom(1);
    if (command.isEmpty()) {
      throw new UsageException("exec: process args cannot be empty");
    }
    Optional<String> user = arguments.value(USER);
    return new ExecProcess.Changed(
        command,
        user.isEmpty() ? Optional.empty() : Optional.of(uid(user.get())),
        user.isEmpty() ? Optional.empty() : gid(user.get()),
        gids(arguments.values(ADDITIONAL_GIDS)),
        arguments.values(CAP),
        environment(arguments.values(ENV)),
        arguments.value(CWD),
        noNewPrivileges(arguments),
        arguments.value(APPARMOR),
        arguments.value(PROCESS_LABEL),
        arguments.has(TTY));
  }

  private static Optional<Boolean> noNewPrivileges(Arguments arguments) {
    return arguments.value(NO_NEW_PRIVS).isEmpty()
        ? Optional.empty()
        : Optional.of(arguments.has(NO_NEW_PRIVS));
  }

  private static long uid(String user) {
    int colon = user.indexOf(':');
    return userId(user, colon < 0 ? user : user.substring(0, colon));
  }

  private static Optional<Long> gid(String user) {
    int colon = user.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(userId(user, user.substring(colon + 1)));
  }

  private static long userId(String user, String number) {
    long id = id(number);
    if (id < 0) {
      throw new UsageException(
          "--user: \"" + user + "\" is not UID[:GID], numbers up to " + Digits.LARGEST_ID);
    }
    return id;
  }

  private static List<Long> gids(List<String> values) {
    List<Long> gids = new ArrayList<>(values.size());
    for (String value : values) {
      for (String word : value.split(",", -1)) {
        long id = id(word);
        if (id < 0) {
          throw new UsageException(
              "--additional-gids: \"" + value + "\" is not a number up to " + Digits.LARGEST_ID);
        }
        gids.add(id);
      }
    }
    return gids;
  }

  /** -1 for what isn't an id. */
  private static long id(String text) {
    return text.length() > LONGEST_ID ? -1 : Digits.number(text, Digits.LARGEST_ID);
  }

  /** A wrong one isn't shown: it may be a secret. */
  private static List<String> environment(List<String> entries) {
    for (String entry : entries) {
      if (entry.indexOf('=') < 1) {
        throw new UsageException("--env: a value is not of the form NAME=VALUE");
      }
    }
    return entries;
  }
}
