package io.jrunc.idmap;

import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ids that a user may map beside his own, as subuid(5) has them.
 *
 * @param ranges where they begin and how many they are, in order
 */
record SubordinateIds(List<Range> ranges) {
  private static final int FIELDS = 3;

  /** Ids that follow each other. */
  record Range(long first, long count) {}

  SubordinateIds {
    ranges = List.copyOf(ranges);
  }

  /** What this machine's file of a kind gives to a user; nothing where he can't read one. */
  static SubordinateIds read(IdKind kind, String name, long uid) {
    try {
      byte[] text = Files.readAllBytes(Path.of(kind.subordinates()));
      String lines = new String(text, StandardCharsets.UTF_8);
      return parse(List.of(lines.split("\n", -1)), name, uid);
    } catch (IOException e) {
      return new SubordinateIds(List.of()); // a system without such files, or not for him
    }
  }

  /** What the file gives to a user, whom it calls by name or by number. */
  static SubordinateIds parse(List<String> lines, String name, long uid) {
    List<Range> ranges = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      boolean isHis =
          fields.length == FIELDS
              && (fields[0].equals(name) || fields[0].equals(Long.toString(uid)));
      if (isHis) {
        try {
          ranges.add(new Range(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
        } catch (NumberFormatException e) {
          // the tools leave out such a line as well
        }
      }
    }
    return new SubordinateIds(ranges);
  }

  /** The number of the first mapping that isn't his own id and lies in none of the ranges. */
  Optional<Integer> firstMissing(List<IdMapping> mappings, long ownId) {
    for (int i = 0; i < mappings.size(); i++) {
      IdMapping mapping = mappings.get(i);
      boolean own = mapping.size() == 1 && mapping.hostId() == ownId;
      if (!own && !covers(mapping)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private boolean covers(IdMapping mapping) {
    for (Range range : ranges) {
      if (mapping.hostId() >= range.first()
          && mapping.hostId() + mapping.size() <= range.first() + range.count()) {
        return true;
      }
    }
    return false;
  }
}
