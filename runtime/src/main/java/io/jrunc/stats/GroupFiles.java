package io.jrunc.stats;

import io.jrunc.linux.TextFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * The files of one group. What isn't there is empty or 0: which files there are depends on the
 * kernel, and all go with the group.
 */
final class GroupFiles {

  /** What the kernel writes for "no limit" in version 2, as the greatest unsigned number. */
  static final long UNLIMITED = -1;

  private final TextFiles files;
  private final Path directory;

  GroupFiles(TextFiles files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  boolean has(String name) {
    return file(name).toFile().exists();
  }

  /** The names of all files and groups in it. */
  List<String> names() {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  Optional<String> text(String name) {
    return files.read(file(name));
  }

  /** The lines that aren't empty. */
  List<String> lines(String name) {
    return split(text(name).orElse(""), "\n");
  }

  /** An unsigned number. */
  long number(String name) {
    return number(name, text(name).orElse("0").trim());
  }

  /** An unsigned number that a file has somewhere. */
  long number(String name, String digits) {
    if (digits.equals("max")) {
      return UNLIMITED;
    }
    try {
      // some counters of the kernel can be below 0 for a moment
      return digits.startsWith("-")
          ? Math.max(0, Long.parseLong(digits))
          : Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw notANumber(name, digits);
    }
  }

  /** A signed number. */
  long signed(String name) {
    String digits = text(name).orElse("0").trim();
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw notANumber(name, digits);
    }
  }

  /** Lines of a key and an unsigned number each. */
  SortedMap<String, Long> keyed(String name) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (String line : lines(name)) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new StatsException(file(name), "\"" + line + "\" is not a key and a number");
      }
      values.put(line.substring(0, space), number(name, line.substring(space + 1)));
    }
    return values;
  }

  /** The value of a key in {@link #keyed}. */
  static long value(SortedMap<String, Long> keyed, String key) {
    Long value = keyed.get(key);
    return value == null ? 0 : value;
  }

  /** The parts between any of the separators, without empty ones. */
  static List<String> split(String text, String separators) {
    List<String> parts = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, separators);
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    return parts;
  }

  StatsException notANumber(String name, String text) {
    return new StatsException(file(name), "\"" + text + "\" is not a number");
  }

  private Path file(String name) {
    return directory.resolve(name);
  }
}
