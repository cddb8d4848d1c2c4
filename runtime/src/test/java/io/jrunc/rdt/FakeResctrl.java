package io.jrunc.rdt;

import io.jrunc.error.KernelException;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A resctrl in memory that does the least that the kernel does: new groups have files, a task is in
 * one class and in one of its monitoring groups, shares are replaced resource by resource.
 */
final class FakeResctrl implements ResctrlFiles {

  static final Path ROOT = Path.of("/sys/fs/resctrl");
  static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final String ALL = "    L3:0=7ff;1=7ff\n    MB:0=100;1=100\n";

  /** What was done, in order: {@code mkdir web1}, {@code web1/tasks=42}. */
  final List<String> done = new ArrayList<>();

  /** What the kernel refuses, by the words of {@link #done} without the value. */
  final Map<String, Errno> refused = new HashMap<>();

  private final TreeSet<Path> groups = new TreeSet<>();
  private final TreeMap<Path, String> files = new TreeMap<>();

  FakeResctrl() {
    files.put(
        MOUNTINFO,
        """
        22 1 0:21 / /proc rw - proc proc rw
        40 22 0:37 / /sys/fs/resctrl rw,relatime - resctrl resctrl rw
        """);
    addGroup(ROOT);
    set("info/last_cmd_status", "ok\n");
  }

  void unmount() {
    files.put(MOUNTINFO, "22 1 0:21 / /proc rw - proc proc rw\n");
  }

  /** A class that somebody else has made. */
  void addClass(String name, String schemata) {
    addGroup(ROOT.resolve(name));
    set(name + "/schemata", schemata);
  }

  void set(String file, String text) {
    files.put(ROOT.resolve(file), text);
  }

  String get(String file) {
    return files.getOrDefault(ROOT.resolve(file), "nothing");
  }

  private void addGroup(Path group) {
    boolean isClass = !group.toString().contains("/mon_groups/");
    groups.add(group);
    files.put(group.resolve("tasks"), "");
    if (isClass) {
      files.put(group.resolve("schemata"), ALL);
      groups.add(group.resolve("mon_groups"));
    }
  }

  @Override
  public boolean exists(Path path) {
    return groups.contains(path) || files.containsKey(path);
  }

  @Override
  public Optional<String> read(Path file) {
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public void write(Path file, String text) {
    begin(ROOT.relativize(file).toString(), "open");
    if (!files.containsKey(file)) {
      throw new KernelException("open", file.toString(), Errno.ENOENT);
    }
    done.add(ROOT.relativize(file) + "=" + text.replace('\n', '|'));
    if (file.endsWith("tasks")) {
      files.merge(file, text + "\n", String::concat);
    } else {
      files.put(file, merged(String.valueOf(files.get(file)), text));
    }
  }

  private static String merged(String old, String text) {
    Map<String, String> lines = new TreeMap<>();
    for (String line : (old + text).split("\n", -1)) {
      if (!line.isBlank()) {
        lines.put(line.substring(0, line.indexOf(':')).trim(), line.trim());
      }
    }
    return String.join("\n", lines.values()) + "\n";
  }

  @Override
  public void makeDirectory(Path directory) {
    begin("mkdir " + ROOT.relativize(directory), "mkdir");
    if (groups.contains(directory)) {
      throw new KernelException("mkdir", directory.toString(), Errno.EEXIST);
    }
    done.add("mkdir " + ROOT.relativize(directory));
    addGroup(directory);
  }

  @Override
  public void removeDirectory(Path directory) {
    begin("rmdir " + ROOT.relativize(directory), "rmdir");
    if (!groups.contains(directory)) {
      throw new KernelException("rmdir", directory.toString(), Errno.ENOENT);
    }
    done.add("rmdir " + ROOT.relativize(directory));
    groups.removeIf(group -> group.startsWith(directory));
    files.keySet().removeIf(file -> file.startsWith(directory));
  }

  private void begin(String what, String call) {
    Errno errno = refused.get(what);
    if (errno != null) {
      throw new KernelException(call, what, errno);
    }
  }
}
