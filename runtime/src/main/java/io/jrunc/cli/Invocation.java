package io.jrunc.cli;

import io.jrunc.host.CallingProcess;
import java.util.List;
import java.util.Optional;

/**
 * A command line that has been understood.
 *
 * @param options of the program itself
 * @param arguments of the command
 */
record Invocation(Arguments options, Command command, Arguments arguments) {

  /**
   * What the words say.
   *
   * @throws UsageException when it can't be done
   */
  static Invocation of(List<String> words, CallingProcess caller) {
    PlainParser program = new PlainParser(Program.SYNTAX, words, caller);
    if (!program.readLeading() || program.rest().isEmpty()) {
      return new PicocliModel(caller).parse(words);
    }
    String name = program.rest().get(0);
    List<String> rest = program.rest().subList(1, program.rest().size());
    Optional<Command> command = Program.command(name);
    if (command.isEmpty()) {
      throw unknown(name);
    }
    Optional<Arguments> arguments = new PlainParser(command.get().syntax(), rest, caller).parse();
    return arguments.isEmpty()
        ? new PicocliModel(caller).parse(words)
        : new Invocation(program.arguments(), command.get(), arguments.get());
  }

  /** Podman takes a failure of {@code checkpoint --help} for a no, and asks no further. */
  private static UsageException unknown(String name) {
    return switch (name) {
      case "checkpoint", "restore" ->
          new UsageException(name + ": checkpoints are not supported by this version of jrunc");
      default -> new UsageException("unknown command \"" + name + "\" (see jrunc help)");
    };
  }
}
