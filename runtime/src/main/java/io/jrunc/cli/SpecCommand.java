package io.jrunc.cli;

import io.jrunc.engine.SpecRequest;
import io.jrunc.engine.SpecRequest.Privilege;
import java.util.List;

/** {@code jrunc spec}. */
final class SpecCommand implements Command {
  static final Option BUNDLE =
      Option.valued("--bundle", "-b", "DIR", "Where to write it; default: the current folder.");
  static final Option ROOTLESS =
      Option.flag("--rootless", "For a container that an ordinary user runs.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "spec", "Write a config.json to begin with.", List.of(BUNDLE, ROOTLESS), List.of());
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session
        .operations()
        .writeSpec(
            new SpecRequest(
                arguments.pathOrHere(BUNDLE),
                arguments.has(ROOTLESS) ? Privilege.ROOTLESS : Privilege.ROOT));
    return 0;
  }
}
