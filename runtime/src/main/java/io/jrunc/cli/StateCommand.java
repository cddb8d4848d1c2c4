package io.jrunc.cli;

import io.jrunc.spec.json.StateWriter;
import java.util.List;

/** {@code jrunc state ID}. */
final class StateCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax("state", "Print what a container is doing.", List.of(), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.out().print(StateWriter.write(session.operations().state(arguments.parameter(0))));
    session.out().print('\n');
    return 0;
  }
}
