package io.jrunc.idmap;

import io.jrunc.spec.IdMapping;
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
