package io.jrunc.conformance.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was measured, in sorted order, by what was done, by whom, and what of it ("run", "runc",
 * "wall").
 */
public record Samples(Map<Key, List<Double>> values) {
  /** Which samples: an operation, the id of a runtime, and a metric. */
  public record Key(String operation, String runtime, String metric) {}

  /** A copy; the values of each key are sorted. */
  public Samples {
    values = Map.copyOf(values);
  }

  /**
   * Reads lines of four fields, parted by tabulators: operation, runtime, metric, value.
   *
   * @throws IllegalArgumentException if a line has another form
   */
  public static Samples parse(List<String> lines) {
    Map<Key, List<Double>> found = new LinkedHashMap<>();
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 4) {
        throw new IllegalArgumentException("not four fields: " + line);
      }
      found
          .computeIfAbsent(new Key(fields[0], fields[1], fields[2]), key -> new ArrayList<>())
          .add(Double.valueOf(fields[3]));
    }
    found.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return new Samples(found);
  }

  /** The value that this part of them doesn't exceed: 0 the least, 0.5 the median, 1 the most. */
  public Optional<Double> quantile(String operation, String runtime, String metric, double part) {
    return Optional.ofNullable(values.get(new Key(operation, runtime, metric)))
        .map(sorted -> quantile(sorted, part));
  }

  /** See {@link #quantile}. */
  public Optional<Double> median(String operation, String runtime, String metric) {
    return quantile(operation, runtime, metric, 0.5);
  }

  private static double quantile(List<Double> sorted, double part) {
    double place = part * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
