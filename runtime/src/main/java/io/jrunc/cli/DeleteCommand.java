package io.jrunc.cli;

import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.DeleteRequest.Mode;
import java.util.List;

/** {@code jrunc delete ID}. */
final class DeleteCommand implements Command {
  static final Option FORCE =
      Option.flag("--force", "-f", "Kill it first if it runs; no error if there is none.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "delete", "Remove all that is left of a container.", List.of(FORCE), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    Mode mode = arguments.has(FORCE) ? Mode.FORCE : Mode.STOPPED;
    session.operations().delete(new DeleteRequest(arguments.parameter(0), mode));
    return 0;
  }
}
