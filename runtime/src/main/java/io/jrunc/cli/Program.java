package io.jrunc.cli;

import io.jrunc.engine.Rootless;
import java.util.List;
import java.util.Optional;

/** The program itself: its options, which stand before the command, and its commands. */
final class Program {
  static final Option ROOT =
      Option.valued(
          "--root",
          "DIR",
          "Where containers are kept; default: /run/jrunc, or a folder of the user's.");
  static final Option LOG = Option.valued("--log", "FILE", "Append errors to this file.");
  static final Option LOG_FORMAT =
      Option.valued("--log-format", "FORMAT", "Form of what is logged: text or json.");
  static final Option DEBUG = Option.flag("--debug", "Log warnings and stack traces too.");
  static final Option SYSTEMD_CGROUP =
      Option.flag("--systemd-cgroup", "Let systemd make the cgroups, as units.");
  static final Option ROOTLESS =
      Option.valued(
          "--rootless",
          "WHEN",
          "Do without cgroups where no limit needs them: auto, true or false.");
  static final Option CRIU = Option.valued("--criu", "PATH", "");
  static final Option VERSION = Option.flag("--version", "-v", "Print the version.");

  static final Syntax SYNTAX =
      new Syntax(
          "jrunc",
          "Runs containers as the OCI runtime specification has them.",
          List.of(ROOT, LOG, LOG_FORMAT, DEBUG, SYSTEMD_CGROUP, ROOTLESS, CRIU, VERSION),
          List.of());

  private static final List<String> COMMANDS =
      List.of(
          "box",
          "create",
          "start",
          "run",
          "exec",
          "state",
          "events",
          "kill",
          "pause",
          "resume",
          "ps",
          "update",
          "delete",
          "list",
          "spec",
          "features",
          "validate",
          "plan",
          "serve",
          "help");

  private Program() {}

  /**
   * What the option says.
   *
   * @throws UsageException when it is another word
   */
  static Rootless rootless(Arguments options) {
    String word = options.value(ROOTLESS).orElse("auto");
    return switch (word) {
      case "auto" -> Rootless.AUTO;
      case "true" -> Rootless.TRUE;
      case "false" -> Rootless.FALSE;
      default ->
          throw new UsageException("--rootless: \"" + word + "\" is not auto, true or false");
    };
  }

  /** The command that is called so; only its own class is loaded. */
  static Optional<Command> command(String name) {
    return switch (name) {
      case "create" -> Optional.of(new CreateCommand());
      case "start" -> Optional.of(new StartCommand());
      case "run" -> Optional.of(new RunCommand());
      case "exec" -> Optional.of(new ExecCommand());
      case "box" -> Optional.of(new BoxCommand());
      case "state" -> Optional.of(new StateCommand());
      case "events" -> Optional.of(new EventsCommand());
      case "kill" -> Optional.of(new KillCommand());
      case "pause" -> Optional.of(new PauseCommand());
      case "resume" -> Optional.of(new ResumeCommand());
      case "ps" -> Optional.of(new PsCommand());
      case "update" -> Optional.of(new UpdateCommand());
      case "delete" -> Optional.of(new DeleteCommand());
      case "list" -> Optional.of(new ListCommand());
      case "spec" -> Optional.of(new SpecCommand());
      case "features" -> Optional.of(new FeaturesCommand());
      case "validate" -> Optional.of(new ValidateCommand());
      case "plan" -> Optional.of(new PlanCommand());
      case "serve" -> Optional.of(new ServeCommand());
      case "help" -> Optional.of(new HelpCommand());
      case FinishCommand.NAME -> Optional.of(new FinishCommand());
      default -> Optional.empty();
    };
  }

  /** All commands, in the order of the help. */
  static List<Command> commands() {
    return COMMANDS.stream().map(name -> command(name).orElseThrow()).toList();
  }
}
