package io.jrunc.cli;

import io.jrunc.box.BoxRequest;
import io.jrunc.engine.BoxEnd;
import io.jrunc.spec.json.SpecWriter;
import java.util.List;

/** {@code jrunc box [CMD ARGS…]}: ends with the exit code of the command. */
final class BoxCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax(
        "box",
        "Run a command, or a shell, in a container that is made for it.",
        BoxOptions.ALL,
        List.of("[CMD...]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    BoxRequest request = BoxOptions.request(arguments);
    if (arguments.has(BoxOptions.PRINT)) {
      session.out().print(SpecWriter.write(session.operations().boxConfig(request)) + "\n");
      return 0;
    }
    BoxEnd end = session.operations().box(request);
    if (request.mode() == BoxRequest.Mode.DETACHED) {
      session.out().print(end.name() + "\n");
    }
    return end.code();
  }
}
