package io.jrunc.cli;

import io.jrunc.engine.ContainerList;
import io.jrunc.error.JruncException;
import io.jrunc.network.NetworkAnnotations;
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

  /** Only when a container has one, so that the table is runc's otherwise. */
  private static final List<String> HEADING_WITH_ADDRESS =
      List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER", "ADDRESS");

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
    boolean addressed = false;
    for (State state : states) {
      addressed |= state.annotations().containsKey(NetworkAnnotations.ADDRESSES);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(addressed ? HEADING_WITH_ADDRESS : HEADING);
    for (State state : states) {
      rows.add(row(state, addressed));
    }
    return TextTable.of(rows);
  }

  private static List<String> row(State state, boolean addressed) {
    List<String> row = new ArrayList<>();
    row.add(state.id());
    row.add(Integer.toString(state.pid()));
    row.add(state.status().word());
    row.add(state.bundle());
    row.add(state.created().toString());
    row.add(state.owner());
    if (addressed) {
      row.add(state.annotations().getOrDefault(NetworkAnnotations.ADDRESSES, ""));
    }
    return row;
  }
}
