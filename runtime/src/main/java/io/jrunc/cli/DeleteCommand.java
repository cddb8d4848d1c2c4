package io.jrunc.cli;

import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.DeleteRequest.Mode;
import io.jrunc.state.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;

/** {@code jrunc delete ID}. */
final class DeleteCommand implements Command {
  static final Option FORCE =
      Option.flag("--force", "-f", "Kill it first if it runs; no error if there is none.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "delete",
        "Remove all that is left of a container.",
        List.of(FORCE, MakerOption.OPTION),
        List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    Mode mode = arguments.has(FORCE) ? Mode.FORCE : Mode.STOPPED;
    session
        .operations()
        .delete(new DeleteRequest(arguments.parameter(0), mode, MakerOption.of(arguments)));
    return 0;
  }

  /** The words that delete a container only if it was made for this process. */
  static List<String> cleanup(String id, ProcessIdentity maker) {
    List<String> words = new ArrayList<>(List.of("delete", FORCE.name()));
    words.addAll(MakerOption.words(maker));
    words.add(id);
    return words;
  }
}
