package io.jrunc.spec.json;

import java.util.List;

/** A document that is no JSON or departs from the form that the runtime-spec gives it. */
public final class InvalidSpecException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<SpecProblem> problems;

  /** Takes at least one problem, in the order of the document. */
  public InvalidSpecException(List<SpecProblem> problems) {
    super(sentence(problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that was found, at least one problem. */
  public List<SpecProblem> problems() {
    return problems;
  }

  private static String sentence(List<SpecProblem> problems) {
    StringBuilder sentence = new StringBuilder();
    for (SpecProblem problem : problems) {
      sentence.append(sentence.length() == 0 ? "" : "; ").append(problem);
    }
    return sentence.toString();
  }
}
