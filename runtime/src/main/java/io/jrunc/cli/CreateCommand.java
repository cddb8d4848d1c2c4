package io.jrunc.cli;

import java.util.List;

/** {@code jrunc create ID}. */
final class CreateCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "create", "Make a container, which waits for start.", CreateOptions.ALL, List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.operations().create(CreateOptions.request(arguments, session));
    return 0;
  }
}
