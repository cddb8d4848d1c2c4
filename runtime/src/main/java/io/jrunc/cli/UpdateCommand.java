package io.jrunc.cli;

import io.jrunc.engine.LimitSource;
import io.jrunc.engine.UpdateRequest;
import java.nio.file.Path;
import java.util.List;

/** {@code jrunc update [OPTIONS] ID}. */
final class UpdateCommand implements Command {
  static final Option RESOURCES =
      Option.valued(
          "--resources",
          "-r",
          "FILE",
          "Read the limits from this file, as linux.resources of config.json has them; - reads"
              + " standard input. The other limits on the command line are ignored then.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "update",
        "Change the limits of a container.",
        LimitOptions.withThese(RESOURCES),
        List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    String id = arguments.parameter(0);
    LimitOptions.warnOfObsolete(arguments, session.log());
    session
        .operations()
        .update(
            new UpdateRequest(
                id,
                source(arguments),
                arguments.value(LimitOptions.L3_CACHE_SCHEMA),
                arguments.value(LimitOptions.MEM_BW_SCHEMA)));
    return 0;
  }

  private static LimitSource source(Arguments arguments) {
    String file = arguments.value(RESOURCES).orElse("");
    if (file.isEmpty()) {
      return LimitOptions.source(arguments);
    }
    if (file.equals("-")) {
      return new LimitSource.FromInput(System.in);
    }
    Path path = arguments.absolute(file);
    return new LimitSource.FromFile(path);
  }
}
