package io.jrunc.cli;

import io.jrunc.engine.FinishRequest;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.abi.ChildCode;
import io.jrunc.linux.abi.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code jrunc finish ID END}: what is left of a {@code run} or {@code exec} whose program has
 * ended. bin/jrunc, which has waited for it, gives it; so it isn't in the help.
 */
final class FinishCommand implements Command {
  static final String NAME = "finish";
  private static final int LARGEST = 255;
  static final Option KEEP = Option.flag("--keep", "Don't delete the container.");
  static final Option EXEC =
      Option.valued("--exec", "KILLS", "It was another program than the first.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        NAME,
        "Do what is left when a container's program has ended.",
        List.of(KEEP, EXEC, MakerOption.OPTION),
        List.of("ID", "END"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    return session.operations().finish(request(arguments), end(arguments));
  }

  /** The words that ask for this, but for the last one, which says how the program ended. */
  static List<String> words(FinishRequest request) {
    List<String> words = new ArrayList<>(List.of(NAME));
    switch (request.program()) {
      case INIT -> request.maker().map(MakerOption::words).ifPresent(words::addAll);
      case KEPT_INIT -> words.add(KEEP.name());
      case EXEC -> words.addAll(List.of(EXEC.name(), Long.toString(request.killsBefore())));
    }
    words.add(request.id());
    return words;
  }

  private static FinishRequest request(Arguments arguments) {
    String id = arguments.parameter(0);
    if (arguments.value(EXEC).isPresent()) {
      long kills = Digits.number(arguments.value(EXEC).get(), Long.MAX_VALUE);
      if (kills < 0) {
        throw new UsageException("--exec: \"" + arguments.value(EXEC).get() + "\" is not a count");
      }
      return new FinishRequest(id, FinishRequest.Program.EXEC, kills);
    }
    boolean keep = arguments.has(KEEP);
    return new FinishRequest(
        id,
        keep ? FinishRequest.Program.KEPT_INIT : FinishRequest.Program.INIT,
        0,
        MakerOption.of(arguments));
  }

  /** As waitid(2) has it: {@code si_code} above {@code si_status}, 32 bits each. */
  private static ExitStatus end(Arguments arguments) {
    long end = Digits.number(arguments.parameter(1), Long.MAX_VALUE);
    long code = end >> Integer.SIZE;
    int status = (int) end;
    if (end < 0 || code > LARGEST || status < 0 || status > LARGEST) {
      throw new UsageException("finish: END is a number, as of waitid");
    }
    return code == ChildCode.CLD_EXITED.value()
        ? new ExitStatus.Exited(status)
        : new ExitStatus.Killed(new Signal(status), code == ChildCode.CLD_DUMPED.value());
  }
}
