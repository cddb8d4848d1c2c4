package io.jrunc.box;

import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids that newuidmap(1) and newgidmap(1) let a user map: /etc/subuid and /etc/subgid. */
final class SubordinateIds {
  private SubordinateIds() {}

  /**
   * Mappings with the user's own id as 0 and his subordinate ones behind it.
   *
   * @param file /etc/subuid or /etc/subgid
   * @param user his name; lines may have his number as well
   * @return only the first mapping when he has no others
   */
  static List<IdMapping> mappings(Path file, String user, long uid, long own) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return mappings(List.of(text.split("\n")), user, uid, own);
    } catch (IOException e) {
      return mappings(List.of(), user, uid, own);
    }
  }

  static List<IdMapping> mappings(List<String> lines, String user, long uid, long own) {
    List<IdMapping> mappings = new ArrayList<>(List.of(new IdMapping(0, own, 1)));
    long next = 1;
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      boolean his = fields[0].equals(user) || fields[0].equals(Long.toString(uid));
      IdMapping mapping = his && fields.length == 3 ? mapping(next, fields) : null;
      if (mapping != null) {
        mappings.add(mapping);
        next += mapping.size();
      }
    }
    return mappings;
  }

  /** Null for numbers that newuidmap skips too. */
  private static @Nullable IdMapping mapping(long next, String[] fields) {
    try {
      long size = Long.parseLong(fields[2].strip());
      return size > 0 ? new IdMapping(next, Long.parseLong(fields[1]), size) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
