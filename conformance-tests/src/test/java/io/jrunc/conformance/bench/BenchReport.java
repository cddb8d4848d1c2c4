package io.jrunc.conformance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads samples.tsv, runtimes.tsv and about in the folder of the first argument, and writes
 * table.md and bars.svg beside them; with a second argument, the checkout, also its
 * docs/benchmark.svg and the marked part of its README.md.
 */
public final class BenchReport {
  private static final String BEGIN =
      "<!-- benchmark: written by conformance-tests/bench/run -->\n";
  private static final String PICTURE = "![what each takes, as bars](docs/benchmark.svg)\n";
  private static final String END = "<!-- end of benchmark -->\n";

  private BenchReport() {}

  /** See {@link BenchReport}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Samples samples = Samples.parse(Files.readAllLines(folder.resolve("samples.tsv")));
    Map<String, String> runtimes = labels(Files.readAllLines(folder.resolve("runtimes.tsv")));
    String about = Files.readString(folder.resolve("about")).strip();
    Table table = new Table(samples, runtimes);
    String svg = new Bars(samples, runtimes).svg();
    String shown =
        joined(
            about + "; medians, and in brackets how many times runc's they are:\n",
            table.figures(),
            table.engine(),
            table.goals(),
            table.phases());
    Files.writeString(folder.resolve("table.md"), joined(shown, table.details()));
    Files.writeString(folder.resolve("bars.svg"), svg);
    if (arguments.length > 1) {
      Path checkout = Path.of(arguments[1]);
      Files.writeString(checkout.resolve("docs/benchmark.svg"), svg);
      Path readme = checkout.resolve("README.md");
      Files.writeString(readme, replaced(Files.readString(readme), joined(PICTURE, shown)));
    }
  }

  private static Map<String, String> labels(List<String> lines) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String line : lines) {
      int tab = line.indexOf('\t');
      labels.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return labels;
  }

  private static String joined(String... parts) {
    return String.join("\n", List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
  }

  /**
   * A text with something else between the marks.
   *
   * @throws IllegalArgumentException if it hasn't both marks, in that order
   */
  static String replaced(String text, String part) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no place for the benchmark: " + BEGIN + "..." + END);
    }
    return text.substring(0, begin + BEGIN.length()) + part + text.substring(end);
  }
}
