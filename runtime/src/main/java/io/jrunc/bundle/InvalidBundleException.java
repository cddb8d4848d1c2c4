package io.jrunc.bundle;

import io.jrunc.error.JruncException;
import io.jrunc.spec.json.SpecProblem;
import java.nio.file.Path;
import java.util.List;

/**
 * A bundle that breaks rules: one line a problem, {@code config.json: /process/cwd: "tmp" is not an
 * absolute path}.
 */
public final class InvalidBundleException extends JruncException {
  private static final long serialVersionUID = 1;

  private final transient Path config;
  private final transient List<SpecProblem> problems;

  /**
   * Says what is wrong with a configuration.
   *
   * @param config the file
   * @param problems at least one
   */
  public InvalidBundleException(Path config, List<SpecProblem> problems) {
    super(lines(config, problems));
    this.config = config;
    this.problems = List.copyOf(problems);
  }

  /** The configuration's file. */
  public Path config() {
    return config;
  }

  /** Everything that is wrong, at least one problem. */
  public List<SpecProblem> problems() {
    return problems;
  }

  private static String lines(Path config, List<SpecProblem> problems) {
    StringBuilder lines = new StringBuilder();
    for (SpecProblem problem : problems) {
      lines.append(lines.length() == 0 ? "" : "\n");
      lines.append(config.getFileName()).append(": ").append(problem);
    }
    return lines.toString();
  }
}
