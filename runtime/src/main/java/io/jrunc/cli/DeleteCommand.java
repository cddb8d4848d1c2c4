package io.jrunc.cli;

import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.DeleteRequest.Mode;
import io.jrunc.state.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/** {@code jrunc delete ID}. */
final class DeleteCommand implements Command {
  static final Option FORCE =
      Option.flag("--force", "-f", "Kill it first if it runs; no error if there is none.");

  /** Given by bin/jrunc, when an engine has ended in the middle. */
  static final Option MAKER = Option.valued("--maker", "PID-TIME", "");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "delete", "Remove all that is left of a container.", List.of(FORCE, MAKER), List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    Mode mode = arguments.has(FORCE) ? Mode.FORCE : Mode.STOPPED;
    session.operations().delete(new DeleteRequest(arguments.parameter(0), mode, maker(arguments)));
    return 0;
  }

  /** The words that delete a container only if it was made for this process. */
  static List<String> cleanup(String id, ProcessIdentity maker) {
    return List.of("delete", FORCE.name(), MAKER.name(), word(maker), id);
  }

  /** What {@link #MAKER} has as its value. */
  static String word(ProcessIdentity maker) {
    return maker.pid() + "-" + maker.startTime();
  }

  /** Whom {@link #MAKER} names. */
  static Optional<ProcessIdentity> maker(Arguments arguments) {
    Optional<String> given = arguments.value(MAKER);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = given.get().split("-", -1);
    long pid = parts.length == 2 ? Digits.number(parts[0], Integer.MAX_VALUE) : -1;
    long start = parts.length == 2 ? Digits.number(parts[1], Long.MAX_VALUE) : -1;
    if (pid <= 0 || start < 0) {
      throw new UsageException("--maker: \"" + given.get() + "\" is not PID-TIME");
    }
    return Optional.of(new ProcessIdentity((int) pid, start));
  }
}
