package io.jrunc.cli;

import io.jrunc.engine.CreateRequest;
import java.util.List;

/** {@code jrunc plan [ID]}: shows what {@code create} would do. */
final class PlanCommand implements Command {
  private static final String ANY_ID = "container";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "plan",
        "Print the system calls that would make a container, and its limits.",
        CreateOptions.ALL,
        List.of("[ID]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    if (arguments.parameterCount() == 0) {
      arguments.addParameter(ANY_ID);
    }
    CreateRequest request = CreateOptions.request(arguments, session);
    session.out().print(session.operations().plan(request));
    return 0;
  }
}
