package io.jrunc.cli;

import io.jrunc.spec.json.SpecProblem;
import java.nio.file.Path;
import java.util.List;

/** {@code jrunc validate [FILE]}: prints every problem on a line, and fails if there is one. */
final class ValidateCommand implements Command {
  static final Option BUNDLE =
      Option.valued("--bundle", "-b", "DIR", "Folder with config.json; default: the current one.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "validate", "Print what is wrong with a config.json.", List.of(BUNDLE), List.of("[FILE]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    if (arguments.value(BUNDLE).isPresent() && arguments.parameterCount() > 0) {
      throw new UsageException("validate: give a file or --bundle, not both");
    }
    Path path =
        arguments.parameterCount() > 0
            ? arguments.absolute(arguments.parameter(0))
            : arguments.pathOrHere(BUNDLE);
    List<SpecProblem> problems = session.operations().validate(path);
    for (SpecProblem problem : problems) {
      session.out().print(problem + "\n");
    }
    return problems.isEmpty() ? 0 : 1;
  }
}
