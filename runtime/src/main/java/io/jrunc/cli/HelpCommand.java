package io.jrunc.cli;

import java.util.List;

/** {@code jrunc help [COMMAND]}. */
final class HelpCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "help", "Print this, or all about a command.", List.of(), List.of("[COMMAND]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session
        .out()
        .print(
            new PicocliModel(arguments.caller()).help(arguments.optionalParameter(0).orElse("")));
    return 0;
  }
}
