package io.jrunc.cli;

import java.util.List;

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
  static Invocation of(List<String> words) {
    PlainParser program = new PlainParser(Program.SYNTAX, words);
    if (!program.readLeading() || program.rest().isEmpty()) {
      return new PicocliModel().parse(words);
    }
    List<String> rest = program.rest();
    Command command =
        Program.command(rest.get(0))
            .orElseThrow(
                () ->
                    new UsageException("unknown command \"" + rest.get(0) + "\" (see jrunc help)"));
    return new PlainParser(command.syntax(), rest.subList(1, rest.size()))
        .parse()
        .map(arguments -> new Invocation(program.arguments(), command, arguments))
        .orElseGet(() -> new PicocliModel().parse(words));
  }
}
