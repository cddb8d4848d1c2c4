package io.jrunc.cli;

import java.util.List;

/** {@code jrunc ps ID [PS-OPTION…]}. */
final class PsCommand implements Command {
  static final Option FORMAT =
      Option.valued("--format", "-f", "FORMAT", "table (default) or json: the pids only.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "ps",
        "List the processes of a container, by the host's ps (default: ps -ef).",
        List.of(FORMAT),
        List.of("ID", "[PS-OPTION...]"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    String id = arguments.parameter(0);
    String format = arguments.value(FORMAT).orElse("table");
    if (format.equals("json")) {
      session.out().print(json(session.operations().processes(id)));
    } else if (format.equals("table")) {
      session.out().print(session.operations().processTable(id, options(arguments)));
    } else {
      throw new UsageException("invalid format option: \"" + format + "\" is not table or json");
    }
    return 0;
  }

  /** Without a mark that what follows are options of ps. */
  private static List<String> options(Arguments arguments) {
    List<String> rest = arguments.parametersFrom(1);
    return !rest.isEmpty() && rest.get(0).equals("--") ? rest.subList(1, rest.size()) : rest;
  }

  private static String json(List<Integer> pids) {
    StringBuilder text = new StringBuilder("[");
    for (int pid : pids) {
      text.append(text.length() == 1 ? "" : ",").append(pid);
    }
    return text.append("]\n").toString();
  }
}
