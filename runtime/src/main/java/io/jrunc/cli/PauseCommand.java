package io.jrunc.cli;

import java.util.List;

/** {@code jrunc pause ID}. */
final class PauseCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax("pause", "Stop all processes of a container.", List.of(), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.operations().pause(arguments.parameter(0));
    return 0;
  }
}
