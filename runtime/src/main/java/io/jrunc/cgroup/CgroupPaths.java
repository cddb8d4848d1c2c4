package io.jrunc.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a container's group is in each hierarchy. It can be stored: {@link #toLines} and {@link
 * #parse} are each other's reverse.
 *
 * @param entries one for each hierarchy; version 1 first
 */
public record CgroupPaths(List<Entry> entries) {

  /**
   * The group in one hierarchy.
   *
   * @param controllers as in /proc/self/cgroup: names, and {@code name=systemd} for a hierarchy
   *     without any; of version 2 those that its root has
   * @param directory absolute path of the group's directory on the host
   * @param made how many directories, counted from this one upwards, did not exist before the
   *     container and so go with it; 0 if the group was there already
   */
  public record Entry(CgroupVersion version, List<String> controllers, Path directory, int made) {

    private static final int FIELDS = 4;

    public Entry {
      controllers = List.copyOf(controllers);
      if (!directory.isAbsolute() || !directory.equals(directory.normalize())) {
        throw new IllegalArgumentException("not a plain absolute path: " + directory);
      }
      if (made < 0 || made >= directory.getNameCount()) {
        throw new IllegalArgumentException(made + " directories made in " + directory);
      }
    }

    /** As one line: {@code 1:cpu,cpuacct:2:/sys/fs/cgroup/cpu,cpuacct/jrunc/web1}. */
    String toLine() {
      return version.number() + ":" + String.join(",", controllers) + ":" + made + ":" + directory;
    }

    static Entry parse(String line) {
      String[] fields = line.split(":", FIELDS);
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException("not a cgroup: " + line);
      }
      List<String> controllers =
          fields[1].isEmpty() ? List.of() : List.of(fields[1].split(",", -1));
      return new Entry(
          CgroupVersion.of(Integer.parseInt(fields[0])),
          controllers,
          Path.of(fields[3]),
          Integer.parseInt(fields[2]));
    }
  }

  public CgroupPaths {
    entries = List.copyOf(entries);
  }

  /** One line for each hierarchy. */
  public List<String> toLines() {
    List<String> lines = new ArrayList<>();
    for (Entry entry : entries) {
      lines.add(entry.toLine());
    }
    return lines;
  }

  /**
   * Reads what {@link #toLines} wrote.
   *
   * @throws IllegalArgumentException if a line isn't one of those
   */
  public static CgroupPaths parse(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      entries.add(Entry.parse(line));
    }
    return new CgroupPaths(entries);
  }
}
