package io.jrunc.cli;

import io.jrunc.engine.RunRequest;
import io.jrunc.engine.RunRequest.Afterwards;
import io.jrunc.engine.RunRequest.Mode;
import java.util.ArrayList;
import java.util.List;

/** {@code jrunc run ID}: ends with the exit code of the container's program. */
final class RunCommand implements Command {
  static final Option DETACH =
      Option.flag("--detach", "-d", "Return once the container's program runs.");
  static final Option KEEP =
      Option.flag("--keep", "Don't delete the container when its program ends.");
  static final Option NO_SUBREAPER =
      Option.flag("--no-subreaper", "Accepted: jrunc adopts no orphans.");

  @Override
  public Syntax syntax() {
    List<Option> options = new ArrayList<>(CreateOptions.ALL);
    options.addAll(List.of(DETACH, KEEP, NO_SUBREAPER));
    return new Syntax("run", "Make a container, start it and wait for it.", options, List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    return session
        .operations()
        .run(
            new RunRequest(
                CreateOptions.request(arguments, session),
                arguments.has(DETACH) ? Mode.DETACHED : Mode.FOREGROUND,
                arguments.has(KEEP) ? Afterwards.KEEP : Afterwards.DELETE));
  }
}
