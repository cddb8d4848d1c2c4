package io.jrunc.stats;

import io.jrunc.error.KernelException;
import io.jrunc.linux.abi.Errno;
import io.jrunc.spec.stats.PressureStats;
import io.jrunc.spec.stats.PressureStats.Share;
import java.util.List;
import java.util.Optional;

/** Reads how much time a group loses by waiting for a resource. */
final class PressureReader {
  private PressureReader() {}

  /** Empty where the kernel doesn't measure it: it has no PSI, or that is turned off. */
  static Optional<PressureStats> read(GroupFiles group, String name) {
    List<String> lines = lines(group, name);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Share some = Share.none();
    Share full = Share.none(); // which a cpu has since 5.13
    for (String line : lines) {
      List<String> fields = GroupFiles.split(line, " ");
      if (fields.get(0).equals("some")) {
        some = share(group, name, fields);
      } else if (fields.get(0).equals("full")) {
        full = share(group, name, fields);
      }
    }
    return Optional.of(new PressureStats(some, full));
  }

  private static List<String> lines(GroupFiles group, String name) {
    try {
      return group.lines(name);
    } catch (KernelException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return List.of();
      }
      throw e;
    }
  }

  /** Fields such as {@code avg10=1.25}. */
  private static Share share(GroupFiles group, String name, List<String> fields) {
    return new Share(
        percent(group, name, field(fields, "avg10=")),
        percent(group, name, field(fields, "avg60=")),
        percent(group, name, field(fields, "avg300=")),
        group.number(name, field(fields, "total=")));
  }

  private static String field(List<String> fields, String key) {
    for (String field : fields) {
      if (field.startsWith(key)) {
        return field.substring(key.length());
      }
    }
    return "0";
  }

  private static double percent(GroupFiles group, String name, String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw group.notANumber(name, number);
    }
  }
}
