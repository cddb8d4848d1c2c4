package io.jrunc.conformance.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command to be run: arguments, working directory, environment, standard input and time limit.
 * Starts with a clean signal mask, default signal actions and a small environment.
 */
public final class Command {

  private static final Duration DEFAULT_LIMIT = Slowness.scale(Duration.ofSeconds(30));

  private final Session session;
  private final List<String> entry = new ArrayList<>();
  private final List<String> through = new ArrayList<>();
  private final List<String> arguments;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path directory;
  private Optional<String> stdin = Optional.empty();
  private boolean interactive;
  private Duration limit = DEFAULT_LIMIT;
  private Optional<ResidentEngine> engine = Optional.empty();

  Command(Session session, List<String> arguments) {
    this.session = session;
    this.arguments = List.copyOf(arguments);
    this.directory = session.folder();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put(Session.MARKER, session.prefix());
    environment.put(ResidentEngine.VARIABLE, ResidentEngine.NONE);
    Optional.ofNullable(System.getenv("JAVA_HOME"))
        .ifPresent(home -> environment.put("JAVA_HOME", home));
  }

  /** Makes it a command of this user, with his environment and the groups that he is in. */
  Command as(OrdinaryUser user, List<String> prefix) {
    directory = user.home();
    entry.addAll(prefix);
    environment.putAll(user.environment());
    return this;
  }

  /** Tells it to ask this engine, and not to look for another. */
  Command askedOf(ResidentEngine resident) {
    engine = Optional.of(resident);
    return env(ResidentEngine.VARIABLE, resident.socket().toString());
  }

  /** Whether nothing keeps the engine from serving it. */
  private boolean isToBeServed(ResidentEngine resident) {
    return through.isEmpty()
        && resident.socket().toString().equals(environment.get(ResidentEngine.VARIABLE))
        && !environment.containsKey("NOTIFY_SOCKET")
        && !environment.containsKey("LISTEN_FDS")
        && ResidentEngine.serves(subcommand());
  }

  /** The first word after the options of the program; empty for none. */
  private String subcommand() {
    int at = 1;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      at += List.of("--root", "--log", "--log-format").contains(arguments.get(at)) ? 2 : 1;
    }
    return at < arguments.size() ? arguments.get(at) : "";
  }

  /** Puts a program in front of all others that ends by executing them in another namespace. */
  Command within(List<String> prefix) {
    entry.addAll(0, prefix);
    return this;
  }

  public Command in(Path folder) {
    directory = folder;
    return this;
  }

  public Command env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Command withoutEnv(String name) {
    environment.remove(name);
    return this;
  }

  /** Runs the command with no environment variable at all. */
  public Command withoutEnvironment() {
    environment.clear();
    return this;
  }

  /** Feeds a text to standard input, which is /dev/null otherwise. */
  public Command stdin(String text) {
    stdin = Optional.of(text);
    return this;
  }

  /** Leaves standard input open for {@link RunningCommand#type}. */
  public Command interactive() {
    interactive = true;
    return this;
  }

  /** Puts another program in front that ends by executing the command: a shell, say. */
  public Command through(String... prefix) {
    through.addAll(List.of(prefix));
    return this;
  }

  /** Runs a line of sh first, in the same process: {@code ulimit}, redirections. */
  public Command after(String shellLine) {
    return through("sh", "-c", shellLine + "; exec \"$@\"", "sh");
  }

  /** Ends it after this time of an ordinary machine. */
  public Command limit(Duration time) {
    limit = Slowness.scale(time);
    return this;
  }

  /** The words of the command itself, for a program that takes a command as its argument. */
  public List<String> line() {
    return arguments;
  }

  public Outcome execute() {
    return start().await();
  }

  public RunningCommand start() {
    engine.filter(this::isToBeServed).ifPresent(ResidentEngine::expectCall);
    List<String> line = new ArrayList<>();
    line.add(session.tool("launch").toString());
    line.addAll(entry);
    line.addAll(through);
    line.addAll(arguments);
    Path stdout = session.newFile("stdout");
    Path stderr = session.newFile("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    if (stdin.isEmpty() && !interactive) {
      builder.redirectInput(new File("/dev/null"));
    }
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      RunningCommand running =
          new RunningCommand(line.subList(1, line.size()), process, stdout, stderr, limit);
      stdin.ifPresent(
          text -> {
            running.type(text);
            running.endOfInput();
          });
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
