package io.jrunc.conformance.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The picture: for each operation a bar for each runtime, with the figure and how many times runc's
 * it is. It has a ground of its own, light or dark as its reader's, and no font of its own.
 *
 * @param runtimes the label of each runtime, by its id, from top to bottom
 */
public record Bars(Samples samples, Map<String, String> runtimes) {
  private static final List<String> SHOWN =
      List.of("run", "lifecycle", "exec", "docker-config", "hundred-8", "docker-none");
  private static final int COLUMNS = 2;
  private static final int COLUMN = 440;
  private static final int BAR = 18;
  private static final int HEAD = 34;
  private static final int LABEL = 90;
  private static final int LONGEST = 230;
  private static final String STYLE =
      """
      <style>
      svg { font: 12px system-ui, sans-serif; fill: #1f2328 }
      .ground { fill: #ffffff; stroke: #d1d9e0 } .title { font-weight: 600; font-size: 13px }
      .ours { fill: #1a7f37 } .cold { fill: #85c795 } .peer { fill: #afb8c1 }
      @media (prefers-color-scheme: dark) {
        svg { fill: #e6edf3 } .ground { fill: #0d1117; stroke: #3d444d }
        .ours { fill: #3fb950 } .cold { fill: #1d6b31 } .peer { fill: #545d68 }
      }
      </style>
      """;

  /** The picture as SVG. */
  public String svg() {
    List<Row> rows = rows();
    int group = HEAD + runtimes.size() * BAR + 8;
    int height = (rows.size() + COLUMNS - 1) / COLUMNS * group + 12;
    int width = COLUMNS * COLUMN + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">%n",
            width, height, width));
    svg.append("<title>jrunc, runc and crun: times and their ratios to runc</title>\n");
    svg.append(STYLE);
    svg.append(
        String.format(
            "<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
            width - 1, height - 1));
    for (int i = 0; i < rows.size(); i++) {
      group(svg, rows.get(i), 14 + i % COLUMNS * COLUMN, i / COLUMNS * group);
    }
    return svg.append("</svg>\n").toString();
  }

  private List<Row> rows() {
    return Row.ALL.stream()
        .filter(row -> row.unit().equals("ms") || row.inverse())
        .filter(row -> SHOWN.contains(row.operation()))
        .filter(
            row -> runtimes.keySet().stream().anyMatch(id -> row.figure(samples, id).isPresent()))
        .toList();
  }

  private void group(StringBuilder svg, Row row, int x, int y) {
    double most =
        runtimes.keySet().stream()
            .flatMap(id -> row.figure(samples, id).stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    text(svg, "title", x, y + 24, plain(row.title()));
    int line = y + HEAD;
    for (Map.Entry<String, String> runtime : runtimes.entrySet()) {
      Optional<Double> figure = row.figure(samples, runtime.getKey());
      if (figure.isPresent()) {
        text(svg, "", x, line + 13, runtime.getValue());
        bar(svg, row, runtime.getKey(), figure.get(), most, x + LABEL, line);
      }
      line += BAR;
    }
  }

  private void bar(
      StringBuilder svg, Row row, String id, double figure, double most, int x, int y) {
    double length = Math.max(1, figure / most * LONGEST);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            id.equals("warm") ? "ours" : id.equals("cold") ? "cold" : "peer",
            x,
            y + 2,
            length,
            BAR - 4));
    Optional<Double> part = id.equals("runc") ? Optional.empty() : row.ratio(samples, id, "runc");
    String ratio = part.map(it -> ", " + Row.digits(it) + " ×").orElse("");
    text(svg, "", x + (int) length + 5, y + 13, row.text(figure) + ratio);
  }

  private static void text(StringBuilder svg, String kind, int x, int y, String words) {
    String style = kind.isEmpty() ? "" : " class=\"" + kind + "\"";
    svg.append(String.format("<text%s x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, words));
  }

  private static String plain(String markdown) {
    return markdown.replace("`", "").replace("&", "&amp;").replace("<", "&lt;");
  }
}
