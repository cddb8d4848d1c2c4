package io.jrunc.cli;

import java.util.List;

/** {@code jrunc resume ID}. */
final class ResumeCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "resume", "Let the processes of a paused container go on.", List.of(), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.operations().resume(arguments.parameter(0));
    return 0;
  }
}
