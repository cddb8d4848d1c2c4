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
   * @param root where the hierarchy is mounted on the host, absolute
   * @param path of the group below that, relative: {@code jrunc/web1}
   * @param made how many directories, counted from the group's own upwards, did not exist before
   *     the container and so go with it; 0 if the group was there already
   */
  public record Entry(
      CgroupVersion version, List<String> controllers, Path root, Path path, int made) {

    private static final int FIELDS = 4;

    public Entry {
      controllers = List.copyOf(controllers);
      Path directory = root.resolve(path);
      boolean plain =
          root.isAbsolute()
              && !path.isAbsolute()
              && !path.toString().isEmpty()
              && isPlain(directory.toString());
      if (!plain) {
        throw new IllegalArgumentException("not a cgroup: " + path + " below " + root);
      }
      if (made < 0 || made > path.getNameCount()) {
        throw new IllegalArgumentException(made + " directories made of " + path);
      }
    }

    /** Like a comparison with the normalized path, which costs much more. */
    private static boolean isPlain(String directory) {
      return !directory.contains("/./")
          && !directory.contains("/../")
          && !directory.endsWith("/.")
          && !directory.endsWith("/..")
          && directory.indexOf('\n') < 0;
    }

    /** The group's directory on the host. */
    public Path directory() {
      return root.resolve(path);
    }

    /** The group and those above it, from the first below the root down to the group itself. */
    List<Path> levels() {
      List<Path> levels = new ArrayList<>();
      Path level = root;
      for (Path name : path) {
        level = level.resolve(name);
        levels.add(level);
      }
      return levels;
    }

    Entry withMade(int levels) {
      return new Entry(version, controllers, root, path, levels);
    }

    /**
     * As one line: {@code 1:cpu,cpuacct:1/2:/sys/fs/cgroup/cpu,cpuacct/jrunc/web1} of which the
     * last two names are below the root, and one was made.
     */
    String toLine() {
      return version.number()
          + ":"
          + String.join(",", controllers)
          + ":"
          + made
          + "/"
          + path.getNameCount()
          + ":"
          + directory();
    }

    static Entry parse(String line) {
      String[] fields = line.split(":", FIELDS);
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException("not a cgroup: " + line);
      }
      String[] counts = fields[2].split("/", 2);
      if (counts.length != 2) {
        throw new IllegalArgumentException("not a cgroup: " + line);
      }
      String directory = fields[3];
      int end = directory.length();
      for (int depth = Integer.parseInt(counts[1]); depth > 0 && end > 0; depth--) {
        end = directory.lastIndexOf('/', end - 1);
      }
      if (end <= 0 || end == directory.length()) {
        throw new IllegalArgumentException("not a cgroup: " + line);
      }
      return new Entry(
          CgroupVersion.of(Integer.parseInt(fields[0])),
          fields[1].isEmpty() ? List.of() : List.of(fields[1].split(",", -1)),
          Path.of(directory.substring(0, end)),
          Path.of(directory.substring(end + 1)),
          Integer.parseInt(counts[0]));
    }
  }

  public CgroupPaths {
    entries = List.copyOf(entries);
  }

  /** The same while nothing of them is known to be the container's own. */
  public CgroupPaths unmade() {
    List<Entry> unmade = new ArrayList<>();
    for (Entry entry : entries) {
      unmade.add(entry.withMade(0));
    }
    return new CgroupPaths(unmade);
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
