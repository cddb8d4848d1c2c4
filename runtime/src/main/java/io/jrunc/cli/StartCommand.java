package io.jrunc.cli;

import java.util.List;

/** {@code jrunc start ID}. */
final class StartCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "start", "Let the program of a created container begin.", List.of(), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.operations().start(arguments.parameter(0));
    return 0;
  }
}
