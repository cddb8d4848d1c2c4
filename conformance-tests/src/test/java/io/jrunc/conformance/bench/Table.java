package io.jrunc.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The figures in Markdown.
 *
 * @param runtimes the label of each runtime, by its id, in the order of the columns
 */
public record Table(Samples samples, Map<String, String> runtimes) {
  private static final String BASE = "runc";

  /** What bench/parts/phases has told apart, in order. */
  private static final List<String> PHASES =
      List.of(
          "the client begins, and asks",
          "the engine reads, plans, and writes the first record",
          "the container's first process begins",
          "namespaces are made",
          "init makes the container, the engine its groups and the last record",
          "the program runs, and its namespaces end",
          "the engine removes groups and state, the client ends");

  private static final List<String> EXEC_PHASES =
      List.of(
          "the client begins, and asks",
          "the engine reads and plans",
          "a first process begins",
          "namespaces are joined",
          "the container's process enters its groups and becomes the user, the engine looks at the"
              + " program",
          "the program runs",
          "the client ends");

  /** The rows that were measured, with medians and how many times runc's they are. */
  public String figures() {
    List<String> lines = new ArrayList<>();
    lines.add("| |" + each(" %s |", List.copyOf(runtimes.values())));
    lines.add("|---|" + "--:|".repeat(runtimes.size()));
    for (Row row : Row.ALL) {
      List<String> cells = runtimes.keySet().stream().map(id -> cell(row, id)).toList();
      if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        lines.add("| " + row.title() + " |" + each(" %s |", cells));
      }
    }
    return text(lines);
  }

  private String cell(Row row, String runtime) {
    Optional<Double> ratio =
        runtime.equals(BASE) ? Optional.empty() : row.ratio(samples, runtime, BASE);
    return row.figure(samples, runtime)
        .map(figure -> row.text(figure) + ratio.map(it -> " (" + Row.digits(it) + ")").orElse(""))
        .orElse("");
  }

  /** The goals whose figures were measured, with what came out. */
  public String goals() {
    List<String> lines = new ArrayList<>();
    lines.add("| goal | limit | measured | |");
    lines.add("|---|--:|--:|---|");
    for (Goal goal : Goal.ALL) {
      goal.result(samples).ifPresent(result -> lines.add(line(goal, result)));
    }
    return lines.size() > 2 ? text(lines) : "";
  }

  private static String line(Goal goal, double result) {
    return String.format(
        "| %s | %s %s | %s | %s |",
        goal.title(),
        goal.atLeast() ? "≥" : "≤",
        quantity(goal, goal.limit(), Double.NaN),
        quantity(goal, result, goal.limit()),
        goal.isReached(result) ? "reached" : "**missed**");
  }

  /** With one more digit where it would look like what it is compared with. */
  private static String quantity(Goal goal, double number, double limit) {
    boolean isClose = number != limit && Row.digits(number).equals(Row.digits(limit));
    String digits = isClose ? String.format(Locale.ROOT, "%.3f", number) : Row.digits(number);
    return goal.unit().isEmpty() ? digits : digits + " " + goal.unit();
  }

  /** What the engine takes, in a sentence; empty if there was none. */
  public String engine() {
    return samples
        .median("engine", "warm", "rss-KiB")
        .map(
            resident ->
                String.format(
                    "The idle engine has %s MiB in memory, %s MiB %s than %.0f containers before,"
                        + " and %.0f threads.%n",
                    Row.digits(resident / 1024),
                    Row.digits(Math.abs(value("growth-KiB")) / 1024),
                    value("growth-KiB") < 0 ? "less" : "more",
                    value("containers"),
                    value("threads")))
        .orElse("");
  }

  private double value(String metric) {
    return samples.median("engine", "warm", metric).orElse(0.0);
  }

  /** What a warm run and exec wait for, one after the other; empty if it was not measured. */
  public String phases() {
    String run = phases("run", "phases", PHASES);
    String exec = phases("exec", "exec-phases", EXEC_PHASES);
    return run + (run.isEmpty() || exec.isEmpty() ? "" : "\n") + exec;
  }

  private String phases(String command, String operation, List<String> names) {
    List<String> lines = new ArrayList<>();
    lines.add("| a warm `" + command + "` waits, while | |");
    lines.add("|---|--:|");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      ms(samples.median(operation, "warm", Integer.toString(i + 1)))
          .ifPresent(time -> lines.add("| " + name + " | " + time + " ms |"));
    }
    return lines.size() > 2 ? text(lines) : "";
  }

  /** Times and CPU times of all that was measured, with how far they are spread. */
  public String details() {
    List<String> lines = new ArrayList<>();
    lines.add("| ms | | least | median | 9 of 10 below | CPU, median |");
    lines.add("|---|---|--:|--:|--:|--:|");
    for (String operation : operations()) {
      for (String id : ids()) {
        samples
            .median(operation, id, "wall")
            .ifPresent(median -> lines.add(details(operation, id, median)));
      }
    }
    return text(lines);
  }

  private String details(String operation, String id, double median) {
    return String.format(
        "| %s | %s | %s | %s | %s | %s |",
        operation,
        runtimes.getOrDefault(id, id),
        ms(samples.quantile(operation, id, "wall", 0)).orElse(""),
        ms(Optional.of(median)).orElse(""),
        ms(samples.quantile(operation, id, "wall", 0.9)).orElse(""),
        ms(samples.median(operation, id, "cpu")).orElse(""));
  }

  private List<String> operations() {
    return samples.values().keySet().stream()
        .map(Samples.Key::operation)
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>(runtimes.keySet());
    samples.values().keySet().stream()
        .map(Samples.Key::runtime)
        .distinct()
        .sorted()
        .filter(id -> !ids.contains(id))
        .forEach(ids::add);
    return ids;
  }

  private static Optional<String> ms(Optional<Double> microseconds) {
    return microseconds.map(it -> Row.digits(it / 1000));
  }

  private static String each(String form, List<String> values) {
    return values.stream().map(value -> String.format(form, value)).collect(Collectors.joining());
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
