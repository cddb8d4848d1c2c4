package io.jrunc.cli;

import io.jrunc.engine.ContainerList;
import io.jrunc.error.JruncException;
import io.jrunc.spec.json.StateWriter;
import io.jrunc.spec.state.State;
import java.util.ArrayList;
import java.util.List;

/** {@code jrunc list}. */
final class ListCommand implements Command {
  static final Option FORMAT =
      Option.valued("--format", "-f", "FORMAT", "table (default) or json.");
  static final Option QUIET = Option.flag("--quiet", "-q", "Print names only.");

  private static final List<String> HEADING =
      List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "list", "List the containers below the root.", List.of(FORMAT, QUIET), List.of());
  }

  @Override
  public int run(Arguments arguments, Session session) {
    String format = arguments.value(FORMAT).orElse("table");
    if (!format.equals("table") && !format.equals("json")) {
      throw new UsageException("invalid format option: \"" + format + "\" is not table or json");
    }
    ContainerList list = session.operations().list();
    for (JruncException problem : list.unreadable()) {
      session.log().notice(String.valueOf(problem.getMessage()));
    }
    if (arguments.has(QUIET)) {
      for (State state : list.states()) {
        session.out().print(state.id() + "\n");
      }
    } else if (format.equals("json")) {
      session.out().print(StateWriter.writeList(list.states()) + "\n");
    } else {
      session.out().print(table(list.states()));
    }
    return 0;
  }

  static String table(List<State> states) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADING);
    for (State state : states) {
      rows.add(
          List.of(
              state.id(),
              Integer.toString(state.pid()),
              state.status().word(),
              state.bundle(),
              state.created().toString(),
              state.owner()));
    }
    return TextTable.of(rows);
  }
}
