package io.jrunc.cli;

import io.jrunc.spec.json.FeaturesWriter;
import java.util.List;

/** {@code jrunc features}. */
final class FeaturesCommand implements Command {
  @Override
  public Syntax syntax() {
    return new Syntax("features", "Print what this version can do.", List.of(), List.of());
  }

  @Override
  public int run(Arguments arguments, Session session) {
    session.out().print(FeaturesWriter.write(session.operations().features()) + "\n");
    return 0;
  }
}
