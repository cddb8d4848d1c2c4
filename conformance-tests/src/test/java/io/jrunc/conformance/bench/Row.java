package io.jrunc.conformance.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the table: what was done, as readers call it, and how its figures are told.
 *
 * @param scale how many of the samples' unit are one of {@link #unit}
 * @param inverse whether the figure is how often it goes into a second, which is better if higher
 */
public record Row(
    String operation, String metric, String title, String unit, double scale, boolean inverse) {
  /** All that the table may have, in its order; what wasn't measured is left out. */
  public static final List<Row> ALL =
      List.of(
          time("run", "`run` of `true`"),
          time("lifecycle", "`create`, `start`, end, `delete`"),
          time("exec", "`exec` of `true`"),
          time("docker-config", "`run`, Docker's config: seccomp, 12 mounts"),
          time("hundred-1", "one of 100, one after the other"),
          new Row("hundred-8", "wall", "containers a second, 8 at a time", "/s", 1e6, true),
          time("docker-none", "`docker run --network none`"),
          time("docker-bridge", "`docker run`"),
          time("state", "`state`"),
          time("kill", "`kill`"),
          time("delete", "`delete`"),
          new Row("run", "peak", "largest process of `run`", "MiB", 1024, false),
          new Row("pss", "KiB", "memory of a created container's init (Pss)", "KiB", 1, false),
          new Row("limit", "KiB", "smallest memory limit that `true` runs with", "KiB", 1, false));

  private static Row time(String operation, String title) {
    return new Row(operation, "wall", title, "ms", 1000, false);
  }

  /** The median, in {@link #unit}. */
  public Optional<Double> figure(Samples samples, String runtime) {
    return samples
        .median(operation, runtime, metric)
        .map(median -> inverse ? scale / median : median / scale);
  }

  /** The figure as a part of another runtime's. */
  public Optional<Double> ratio(Samples samples, String runtime, String base) {
    return figure(samples, runtime)
        .flatMap(figure -> figure(samples, base).map(other -> figure / other));
  }

  /** A figure with its unit, in three digits or so: "3.41 ms", "448 /s". */
  public String text(double figure) {
    return digits(figure) + " " + unit;
  }

  /** A number in three digits or so. */
  static String digits(double number) {
    double size = Math.abs(number);
    String form = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, number);
  }
}
