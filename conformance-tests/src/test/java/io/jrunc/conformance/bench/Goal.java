package io.jrunc.conformance.bench;

import java.util.List;
import java.util.Optional;

/**
 * What one figure is to be, as a part of another.
 *
 * @param base whose figure the other is; none: it is taken as it is
 * @param atLeast whether the limit is to be met from above
 */
public record Goal(
    String title,
    Figure figure,
    Optional<Figure> base,
    double limit,
    String unit,
    boolean atLeast) {
  /** The median of what was measured, divided. */
  public record Figure(String operation, String runtime, String metric, double scale) {
    Optional<Double> of(Samples samples) {
      return samples.median(operation, runtime, metric).map(median -> median / scale);
    }
  }

  /** All of them. */
  public static final List<Goal> ALL =
      List.of(
          warm("`run`", "run", "runc", 0.15),
          warm("`exec`", "exec", "runc", 0.12),
          warm("`create`, `start`, `delete`", "lifecycle", "runc", 0.2),
          warm("`docker run --network none`", "docker-none", "runc", 0.85),
          warm("`docker run`", "docker-bridge", "runc", 0.85),
          faster("containers a second, 8 at a time", "hundred-8", 6),
          warm("`run`", "run", "new-crun", 0.5),
          warm("`exec`", "exec", "new-crun", 0.6),
          alone(
              "Pss of a created container's init", new Figure("pss", "warm", "KiB", 1), 90, "KiB"),
          alone("idle engine", new Figure("engine", "warm", "rss-KiB", 1024), 75, "MiB"),
          of("in process, to C", time("inprocess", "java"), time("inprocess", "c"), 1.5),
          of("cold `run`, to runc", time("run", "cold"), time("run", "runc"), 4),
          hello("state"),
          hello("kill"),
          hello("delete"));

  private static Figure time(String operation, String runtime) {
    return new Figure(operation, runtime, "wall", 1);
  }

  private static Goal of(String title, Figure figure, Figure base, double limit) {
    return new Goal(title, figure, Optional.of(base), limit, "", false);
  }

  private static Goal warm(String title, String operation, String base, double limit) {
    String peer = base.equals("runc") ? "runc" : "today's crun";
    return of(title + " warm, to " + peer, time(operation, "warm"), time(operation, base), limit);
  }

  private static Goal faster(String title, String operation, double limit) {
    return new Goal(
        title + " warm, to runc",
        time(operation, "runc"), // of times, whose quotient is the other way round
        Optional.of(time(operation, "warm")),
        limit,
        "",
        true);
  }

  private static Goal alone(String title, Figure figure, double limit, String unit) {
    return new Goal(title, figure, Optional.empty(), limit, unit, false);
  }

  private static Goal hello(String operation) {
    return of(
        "cold `" + operation + "`, to a bare `java Hello`",
        time(operation, "cold"),
        time(operation, "hello"),
        2.5);
  }

  /** What came out; none if it, or what it is compared to, was not measured. */
  public Optional<Double> result(Samples samples) {
    Optional<Double> own = figure.of(samples);
    return base.isEmpty()
        ? own
        : own.flatMap(value -> base.get().of(samples).map(other -> value / other));
  }

  /** Whether a result is as good as it is to be. */
  public boolean isReached(double result) {
    return atLeast ? result >= limit : result <= limit;
  }
}
