package io.jrunc.stats;

import io.jrunc.spec.stats.BlockIoStats;
import io.jrunc.spec.stats.BlockIoStats.Entry;
import io.jrunc.spec.stats.PressureStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a group's block I/O. */
final class BlockIoReader {
  private BlockIoReader() {}

  /** Of a group without the controller. */
  static BlockIoStats none() {
    return served(List.of(), List.of(), Optional.empty());
  }

  private static BlockIoStats served(
      List<Entry> bytes, List<Entry> requests, Optional<PressureStats> pressure) {
    return new BlockIoStats(
        bytes, requests, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        pressure);
  }

  /**
   * Each I/O scheduler of version 1 has files of its own, which all stay there; those of one that
   * isn't used are empty. The best that say something: BFQ with debugging, BFQ, CFQ (until 5.0),
   * and what is counted for throttling, with the groups below and, in old kernels, without them.
   */
  static BlockIoStats v1(GroupFiles group) {
    if (!entries(group, "blkio.bfq.sectors_recursive").isEmpty()) {
      return ofScheduler(group, "blkio.bfq.");
    }
    if (!entries(group, "blkio.bfq.io_serviced_recursive").isEmpty()) {
      return ofCounters(group, "blkio.bfq.", "_recursive");
    }
    if (!entries(group, "blkio.sectors_recursive").isEmpty()) {
      return ofScheduler(group, "blkio.");
    }
    if (!entries(group, "blkio.throttle.io_serviced_recursive").isEmpty()) {
      return ofCounters(group, "blkio.throttle.", "_recursive");
    }
    return ofCounters(group, "blkio.throttle.", "");
  }

  private static BlockIoStats ofScheduler(GroupFiles group, String prefix) {
    return new BlockIoStats(
        entries(group, prefix + "io_service_bytes_recursive"),
        entries(group, prefix + "io_serviced_recursive"),
        entries(group, prefix + "io_queued_recursive"),
        entries(group, prefix + "io_service_time_recursive"),
        entries(group, prefix + "io_wait_time_recursive"),
        entries(group, prefix + "io_merged_recursive"),
        entries(group, prefix + "time_recursive"),
        entries(group, prefix + "sectors_recursive"),
        Optional.empty());
  }

  private static BlockIoStats ofCounters(GroupFiles group, String prefix, String suffix) {
    return served(
        entries(group, prefix + "io_service_bytes" + suffix),
        entries(group, prefix + "io_serviced" + suffix),
        Optional.empty());
  }

  /** Lines such as {@code 8:0 Read 4096} or {@code 8:0 4096}, and a sum at the end. */
  private static List<Entry> entries(GroupFiles group, String name) {
    List<Entry> entries = new ArrayList<>();
    for (String line : group.lines(name)) {
      List<String> fields = GroupFiles.split(line, " :");
      boolean isSum = fields.size() == 2 && fields.get(0).equals("Total");
      if (fields.size() == 3 || fields.size() == 4) {
        entries.add(
            new Entry(
                group.number(name, fields.get(0)),
                group.number(name, fields.get(1)),
                fields.size() == 4 ? fields.get(2) : "",
                group.number(name, fields.get(fields.size() - 1))));
      } else if (!isSum) {
        throw group.notANumber(name, line);
      }
    }
    return entries;
  }

  /**
   * Lines such as {@code 8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0}, in the words of
   * version 1. Some kernels put devices that have no figures on the line of the next that has.
   */
  static BlockIoStats v2(GroupFiles group) {
    List<Entry> bytes = new ArrayList<>();
    List<Entry> requests = new ArrayList<>();
    long major = 0;
    long minor = 0;
    for (String word : GroupFiles.split(group.text("io.stat").orElse(""), " \n")) {
      int equals = word.indexOf('=');
      int colon = word.indexOf(':');
      if (equals > 0) {
        String operation = operation(word.charAt(0));
        String figure = word.substring(1, equals);
        boolean isBytes = figure.equals("bytes");
        if (!operation.isEmpty() && (isBytes || figure.equals("ios"))) {
          long value = group.number("io.stat", word.substring(equals + 1));
          (isBytes ? bytes : requests).add(new Entry(major, minor, operation, value));
        }
      } else if (colon > 0) {
        major = group.number("io.stat", word.substring(0, colon));
        minor = group.number("io.stat", word.substring(colon + 1));
      }
    }
    return served(bytes, requests, PressureReader.read(group, "io.pressure"));
  }

  /** What version 1 calls it; empty for what it doesn't have. */
  private static String operation(char letter) {
    return switch (letter) {
      case 'r' -> "Read";
      case 'w' -> "Write";
      case 'd' -> "Discard";
      default -> "";
    };
  }
}
