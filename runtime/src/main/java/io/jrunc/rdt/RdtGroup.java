package io.jrunc.rdt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a container is in the resctrl file system. It can be stored: {@link #toLines} and {@link
 * #parse} are each other's reverse.
 *
 * @param directory of its class, absolute
 * @param origin whose that is
 * @param monitor a directory in which the container alone is measured
 */
public record RdtGroup(Path directory, Origin origin, Optional<Path> monitor) {

  private static final String MONITOR = "monitor ";

  /** Whose a class is. */
  public enum Origin {
    /** The container's: made for it, and removed with it. */
    OWN("own "),
    /** Made under a name that the configuration gives: others may share it, so it stays. */
    NAMED("named "),
    /** There before. */
    FOUND("found ");

    private final String prefix;

    Origin(String prefix) {
      this.prefix = prefix;
    }
  }

  /** As lines for the record: {@code own /sys/fs/resctrl/web1}. */
  public List<String> toLines() {
    List<String> lines = new ArrayList<>();
    lines.add(origin.prefix + directory);
    if (monitor.isPresent()) {
      lines.add(MONITOR + monitor.get());
    }
    return lines;
  }

  /**
   * Reads what {@link #toLines} wrote; empty for no lines.
   *
   * @throws IllegalArgumentException if a line isn't one of those
   */
  public static Optional<RdtGroup> parse(List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> monitor =
        lines.size() < 2 ? Optional.empty() : Optional.of(path(lines.get(1), MONITOR));
    String first = lines.get(0);
    for (Origin origin : Origin.values()) {
      if (first.startsWith(origin.prefix)) {
        return Optional.of(new RdtGroup(path(first, origin.prefix), origin, monitor));
      }
    }
    throw new IllegalArgumentException("not a group of resctrl: " + first);
  }

  private static Path path(String line, String prefix) {
    Path path = Path.of(line.substring(Math.min(prefix.length(), line.length())));
    if (!line.startsWith(prefix) || !path.isAbsolute()) {
      throw new IllegalArgumentException("not a group of resctrl: " + line);
    }
    return path;
  }
}
