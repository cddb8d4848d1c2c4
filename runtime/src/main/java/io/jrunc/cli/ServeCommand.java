package io.jrunc.cli;

import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.serve.Service;
import io.jrunc.serve.ServiceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code jrunc serve}: a resident engine, which does what other calls of the program ask for. */
final class ServeCommand implements Command {
  static final Option SOCKET =
      Option.valued("--socket", "PATH", "Where to listen; default: =serve in the --root folder.");
  static final Option IDLE_TIMEOUT =
      Option.valued(
          "--idle-timeout", "DURATION", "End after so long without a call; default: 0, never.");

  private static final String SOCKET_NAME = "=serve";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "serve",
        "Stay, and do what other calls ask for, without a JVM for each.",
        List.of(SOCKET, IDLE_TIMEOUT),
        List.of());
  }

  @Override
  public int run(Arguments arguments, Session session) {
    Map<String, String> environment = arguments.caller().environment();
    Path jar = jar();
    Service.Options options =
        new Service.Options(
            socket(arguments, session.options(), environment),
            idleTimeout(arguments),
            jar.resolveSibling("../bin/jrunc"), // see launcher.c for the places
            jar,
            environment);
    new Service(JnaKernel.resident(), new ServedCommands(), new Told(session)).run(options);
    return 0;
  }

  /** Where the launcher looks for it, see warm.c. */
  private static Path socket(
      Arguments arguments, Arguments options, Map<String, String> environment) {
    if (arguments.path(SOCKET).isPresent()) {
      return arguments.path(SOCKET).get();
    }
    if (options.path(Program.ROOT).isPresent()) {
      return options.path(Program.ROOT).get().resolve(SOCKET_NAME);
    }
    if (ProcessStatus.self().effectiveUid() == 0) {
      return Path.of("/run/jrunc", SOCKET_NAME);
    }
    String folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (folder.isEmpty()) {
      throw new UsageException("serve: set XDG_RUNTIME_DIR, or give --root or --socket");
    }
    return Path.of(folder, "jrunc", SOCKET_NAME).toAbsolutePath();
  }

  private static Duration idleTimeout(Arguments arguments) {
    String text = arguments.value(IDLE_TIMEOUT).orElse("0");
    return GoDuration.parse(text)
        .filter(duration -> !duration.isNegative())
        .orElseThrow(
            () ->
                new UsageException(
                    IDLE_TIMEOUT.name()
                        + ": \""
                        + text
                        + "\" is not a duration, such as 30s or 1h; 0 is never"));
  }

  /** The real path: the class path may lead through /proc/self. */
  private static Path jar() {
    String path = System.getProperty("java.class.path", "").split(":", 2)[0];
    try {
      return Path.of(path).toRealPath();
    } catch (IOException e) {
      throw new UsageException("serve: " + path + ": not to be found any more");
    }
  }

  /** Tells at once: who reads it waits for it. */
  private record Told(Session session) implements ServiceLog {
    @Override
    public void tell(String message) {
      session.log().inform(message);
      session.log().flush();
    }

    @Override
    public void detail(String message) {
      session.log().debug(message);
      session.log().flush();
    }
  }
}
