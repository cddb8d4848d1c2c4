package io.jrunc.cli;

import io.jrunc.engine.Engine;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.FrontDoor;
import io.jrunc.engine.Operations;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.Warnings;
import io.jrunc.host.CallingProcess;
import io.jrunc.serve.CommandLine;
import io.jrunc.state.ProcessIdentity;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which command lines a resident engine does, and how. */
final class ServedCommands implements CommandLine {
  private static final Set<String> SERVED =
      Set.of(
          "create",
          "start",
          "run",
          "exec",
          "kill",
          "delete",
          "state",
          "pause",
          "resume",
          "ps",
          "update",
          "list",
          FinishCommand.NAME);

  /** Those for which a service manager's variables mean something. */
  private static final Set<String> WATCHED = Set.of("create", "start", "run");

  private static final List<String> OF_SERVICE_MANAGERS = List.of("NOTIFY_SOCKET", "LISTEN_FDS");

  /** What leads somewhere else for each process. */
  private static final List<String> OWN_PATHS =
      List.of("/proc/self", "/proc/thread-self", "/dev/fd", "/dev/std", "/dev/tty");

  /** Nobody: whose command line it is doesn't matter while it is only read. */
  private static final CallingProcess NOBODY =
      new CallingProcess(
          "", Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), Map.of());

  @Override
  public Optional<CommandLine.Command> read(List<String> words, Map<String, String> environment) {
    PlainParser program = new PlainParser(Program.SYNTAX, words, NOBODY);
    if (!program.readLeading() || program.rest().isEmpty() || leadsElsewhere(words)) {
      return Optional.empty();
    }
    String name = program.rest().get(0);
    boolean isWatched = WATCHED.contains(name) && isSet(OF_SERVICE_MANAGERS, environment);
    if (isRelative(environment.getOrDefault("XDG_RUNTIME_DIR", ""))) {
      return Optional.empty();
    }
    if (!SERVED.contains(name) || isWatched || program.arguments().has(Program.VERSION)) {
      return Optional.empty();
    }
    List<String> rest = program.rest().subList(1, program.rest().size());
    Optional<Arguments> arguments =
        new PlainParser(Program.command(name).orElseThrow().syntax(), rest, NOBODY).parse();
    if (arguments.isEmpty() || needsItsOwnProcess(name, arguments.get())) {
      return Optional.empty();
    }
    return Optional.of(new Served(name, words, words.subList(0, words.size() - rest.size() - 1)));
  }

  /** A state root below the caller's current folder. */
  private static boolean isRelative(String runtimeFolder) {
    return !runtimeFolder.isEmpty() && !runtimeFolder.startsWith("/");
  }

  private static boolean leadsElsewhere(List<String> words) {
    for (String word : words) {
      for (String path : OWN_PATHS) {
        if (word.contains(path)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSet(List<String> names, Map<String, String> environment) {
    return names.stream().anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
  }

  /** Standard input, and the host's ps with the caller's view of the machine. */
  private static boolean needsItsOwnProcess(String name, Arguments arguments) {
    return switch (name) {
      case "update" -> arguments.value(UpdateCommand.RESOURCES).orElse("").equals("-");
      case "ps" -> !arguments.value(PsCommand.FORMAT).orElse("").equals("json");
      default -> false;
    };
  }

  /**
   * One of them.
   *
   * @param options the words of the program itself, before the command
   */
  private record Served(String name, List<String> words, List<String> options)
      implements CommandLine.Command {
    @Override
    public int run(FrontDoor door, PrintStream out, PrintStream err) {
      try (ClosingOpener engine = new ClosingOpener(new EngineOpener(door))) {
        return new Runner(engine, door.caller(), out, err, InstantSource.system())
            .runUnlessBroken(words);
      }
    }

    @Override
    public List<String> cleanup(String id, ProcessIdentity maker) {
      return withOptions(DeleteCommand.cleanup(id, maker));
    }

    @Override
    public List<String> finish(FinishRequest rest) {
      return withOptions(FinishCommand.words(rest));
    }

    private List<String> withOptions(List<String> command) {
      List<String> all = new ArrayList<>(options);
      all.addAll(command);
      return all;
    }
  }

  /** Closes the engine that it has opened, if it has. */
  private static final class ClosingOpener implements Runner.Opener, AutoCloseable {
    private final EngineOpener opener;
    private Optional<Engine> opened = Optional.empty();

    ClosingOpener(EngineOpener opener) {
      this.opener = opener;
    }

    @Override
    public Operations open(Arguments options, Rootless rootless, Warnings warnings) {
      Engine engine = opener.open(options, rootless, warnings);
      opened = Optional.of(engine);
      return engine;
    }

    @Override
    public void close() {
      opened.ifPresent(Engine::close);
    }
  }
}
