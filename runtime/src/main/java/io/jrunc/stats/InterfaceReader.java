package io.jrunc.stats;

import io.jrunc.linux.TextFiles;
import io.jrunc.spec.stats.InterfaceStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what went through a container's network interfaces. */
final class InterfaceReader {

  /** Two lines of headings. */
  private static final int HEADINGS = 2;

  /** Eight figures of what was received, then eight of what was sent. */
  private static final int FIGURES = 16;

  private static final int SENT = 8;

  private final TextFiles files;
  private final Path proc;

  InterfaceReader(TextFiles files, Path proc) {
    this.files = files;
    this.proc = proc;
  }

  /**
   * Those of a process's network namespace; none if it is ours as well, because then they are the
   * host's, or if nobody lets us know which it is.
   */
  List<InterfaceStats> read(int pid) {
    Path process = proc.resolve(Integer.toString(pid));
    if (!hasOwnNetwork(process)) {
      return List.of();
    }
    GroupFiles net = new GroupFiles(files, process.resolve("net"));
    List<String> lines = net.lines("dev");
    List<InterfaceStats> found = new ArrayList<>();
    for (int i = HEADINGS; i < lines.size(); i++) {
      found.add(parse(net, lines.get(i)));
    }
    return found;
  }

  private boolean hasOwnNetwork(Path process) {
    try {
      Path ours = Files.readSymbolicLink(proc.resolve("self").resolve("ns").resolve("net"));
      Path its = Files.readSymbolicLink(process.resolve("ns").resolve("net"));
      return !its.equals(ours);
    } catch (IOException e) {
      return false;
    }
  }

  /** A line such as {@code lo: 168 2 0 0 0 0 0 0 168 2 0 0 0 0 0 0}. */
  private static InterfaceStats parse(GroupFiles net, String line) {
    int colon = line.indexOf(':');
    List<String> figures = GroupFiles.split(line.substring(colon + 1), " ");
    if (colon < 0 || figures.size() < FIGURES) {
      throw net.notANumber("dev", line);
    }
    long[] n = new long[FIGURES];
    for (int i = 0; i < FIGURES; i++) {
      n[i] = net.number("dev", figures.get(i));
    }
    String name = line.substring(0, colon).trim();
    return new InterfaceStats(
        name, n[0], n[1], n[2], n[3], n[SENT], n[SENT + 1], n[SENT + 2], n[SENT + 3]);
  }
}
