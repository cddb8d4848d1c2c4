package io.jrunc.cli;

import io.jrunc.engine.KillRequest;
import io.jrunc.engine.KillRequest.Scope;
import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.Signal;
import java.util.List;
import java.util.Optional;

/** {@code jrunc kill ID [SIGNAL]}. */
final class KillCommand implements Command {
  static final Option ALL =
      Option.flag("--all", "-a", "Send it to all processes of the container.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "kill",
        "Send a signal (default: TERM) to the container's init.",
        List.of(ALL),
        List.of("ID", "[SIGNAL]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    String id = arguments.parameter(0);
    String word = arguments.optionalParameter(1).orElse("TERM");
    Optional<Signal> signal = Signal.named(word);
    if (signal.isEmpty()) {
      throw new OperationException("kill", id, "unknown signal \"" + word + "\"");
    }
    Scope scope = arguments.has(ALL) ? Scope.ALL : Scope.INIT;
    session.operations().kill(new KillRequest(id, signal.get(), scope));
    return 0;
  }
}
