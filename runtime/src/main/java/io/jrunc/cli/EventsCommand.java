package io.jrunc.cli;

import io.jrunc.engine.EventListener;
import io.jrunc.engine.EventsRequest;
import io.jrunc.linux.Fd;
import io.jrunc.spec.json.StatsWriter;
import io.jrunc.spec.stats.Stats;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code jrunc events ID}: a line for each event, until the container ends. */
final class EventsCommand implements Command {
  static final Option INTERVAL =
      Option.valued(
          "--interval", "DURATION", "How often to tell what it uses, such as 500ms; default: 5s.");
  static final Option STATS = Option.flag("--stats", "Tell what it uses now, and no more.");

  @Override
  public Syntax syntax() {
    return new Syntax(
        "events",
        "Print what a container uses, and when its memory runs out, as JSON.",
        List.of(INTERVAL, STATS),
        List.of("ID"));
  }

  @Override
  public int run(Arguments arguments, Session session) {
    String id = arguments.parameter(0);
    Duration interval = interval(arguments.value(INTERVAL).orElse("5s"));
    Lines lines = new Lines(id, session.out());
    if (arguments.has(STATS)) {
      lines.stats(session.operations().stats(id));
      return 0;
    }
    boolean hasEnded = session.operations().events(new EventsRequest(id, interval), lines);
    return hasEnded ? 0 : NOBODY_READS;
  }

  private static Duration interval(String text) {
    Optional<Duration> interval = GoDuration.parse(text);
    if (interval.isEmpty()) {
      throw new UsageException(
          INTERVAL.name() + ": \"" + text + "\" is not a duration, such as 500ms or 1m30s");
    }
    if (interval.get().isZero() || interval.get().isNegative()) {
      throw new UsageException(INTERVAL.name() + ": duration interval must be greater than 0");
    }
    return interval.get();
  }

  /** Each line goes out at once. */
  private record Lines(String id, PrintStream out) implements EventListener {
    @Override
    public boolean stats(Stats stats) {
      return write(StatsWriter.stats(id, stats));
    }

    @Override
    public boolean oom() {
      return write(StatsWriter.oom(id));
    }

    private boolean write(String line) {
      out.print(line);
      out.print('\n');
      return !out.checkError(); // which flushes
    }

    @Override
    public Optional<Fd> output() {
      return Optional.of(Fd.inherited(1));
    }
  }
}
