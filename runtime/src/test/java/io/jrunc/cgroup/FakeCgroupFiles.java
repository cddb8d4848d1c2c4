package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hierarchies in memory that do the least that the kernel does: new groups have files, version 2
 * hands controllers down, processes move, freeze and die, and groups in use can't be removed.
 */
final class FakeCgroupFiles implements CgroupFiles {

  private static final Map<String, List<String>> V1_FILES =
      Map.of(
          "memory",
          List.of(
              "memory.limit_in_bytes=9223372036854771712",
              "memory.memsw.limit_in_bytes=9223372036854771712",
              "memory.usage_in_bytes=0"),
          "cpu",
          List.of("cpu.shares=1024", "cpu.cfs_quota_us=-1", "cpu.cfs_period_us=100000"),
          "cpuset",
          List.of("cpuset.cpus=", "cpuset.mems="),
          "pids",
          List.of("pids.max=max"),
          "devices",
          List.of("devices.allow=", "devices.deny="),
          "freezer",
          List.of("freezer.state=THAWED"));

  private static final Map<String, List<String>> V2_FILES =
      Map.of(
          "memory", List.of("memory.max=max", "memory.swap.max=max", "memory.current=0"),
          "cpu", List.of("cpu.weight=100", "cpu.max=max 100000"),
          "cpuset", List.of("cpuset.cpus=", "cpuset.mems="),
          "pids", List.of("pids.max=max"));

  /** What was done, in order: {@code mkdir /x}, {@code rmdir /x}, {@code /x/file=value}. */
  final List<String> done = new ArrayList<>();

  /** Which files were opened for several values, in order. */
  final List<String> opened = new ArrayList<>();

  /** What the kernel refuses, by the words of {@link #done} without the value. */
  final Map<String, Errno> refused = new HashMap<>();

  /** What can't be read, and why. */
  final Map<String, Errno> refusedReads = new HashMap<>();

  /** Whether processes are still there after cgroup.kill was written. */
  boolean killsSlowly;

  /** Runs once, before the thing that it is named by is done. */
  final Map<String, Runnable> before = new HashMap<>();

  private final Map<Path, Path> anchors = new HashMap<>();
  private final Map<Path, String> instead = new HashMap<>();
  private final Map<Path, Integer> insteadFor = new HashMap<>();
  private final TreeSet<Path> groups = new TreeSet<>();
  private final TreeMap<Path, String> files = new TreeMap<>();
  private final Map<Path, List<String>> v1Roots = new HashMap<>();

  FakeCgroupFiles mountV1(String root, String... controllers) {
    v1Roots.put(Path.of(root), List.of(controllers));
    addGroup(Path.of(root));
    return this;
  }

  FakeCgroupFiles mountV2(String root, String controllers) {
    Path path = Path.of(root);
    addGroup(path);
    files.put(path.resolve("cgroup.controllers"), controllers);
    return this;
  }

  /** A group that somebody else has made. */
  void addGroup(Path group) {
    groups.add(group);
    files.put(group.resolve("cgroup.procs"), "");
    Optional<List<String>> v1 = v1Controllers(group);
    if (v1.isPresent()) {
      v1.get().forEach(controller -> addFiles(group, V1_FILES, controller));
      return;
    }
    Path parents = group.resolveSibling("cgroup.subtree_control");
    String controllers = files.getOrDefault(parents, "");
    files.put(group.resolve("cgroup.controllers"), controllers);
    files.put(group.resolve("cgroup.subtree_control"), "");
    files.put(group.resolve("cgroup.events"), "populated 0\nfrozen 0");
    files.put(group.resolve("cgroup.freeze"), "0");
    KernelText.words(controllers).forEach(controller -> addFiles(group, V2_FILES, controller));
  }

  private Optional<List<String>> v1Controllers(Path group) {
    return v1Roots.keySet().stream().filter(group::startsWith).findFirst().map(v1Roots::get);
  }

  private void addFiles(Path group, Map<String, List<String>> all, String controller) {
    for (String file : all.getOrDefault(controller, List.of())) {
      String[] parts = file.split("=", 2);
      files.put(group.resolve(parts[0]), parts[1]);
    }
  }

  /** Sets what a file says. */
  void set(String file, String value) {
    files.put(Path.of(file), value);
  }

  /** Takes a file away, as on a kernel that doesn't have it. */
  void drop(String file) {
    files.remove(Path.of(file));
  }

  /** Lets the next reads of a file find something else. */
  void readsInstead(String file, String text, int times) {
    instead.put(Path.of(file), text);
    insteadFor.put(Path.of(file), times);
  }

  String get(String file) {
    return read(Path.of(file)).orElseThrow();
  }

  /** Ends a process. */
  void exit(int pid) {
    files.replaceAll((file, text) -> file.endsWith("cgroup.procs") ? without(text, pid) : text);
  }

  private static String without(String text, int pid) {
    List<String> lines = new ArrayList<>(KernelText.lines(text));
    lines.remove(Integer.toString(pid));
    return String.join("\n", lines);
  }

  @Override
  public boolean exists(Path path) {
    return groups.contains(path) || files.containsKey(path);
  }

  @Override
  public Optional<String> read(Path file) {
    Errno errno = refusedReads.get(file.toString());
    if (errno != null) {
      throw new KernelException("read", file.toString(), errno);
    }
    int left = insteadFor.merge(file, -1, Integer::sum);
    return Optional.ofNullable(left >= 0 ? instead.get(file) : files.get(file));
  }

  @Override
  public void write(Path file, String value) {
    begin("write", file.toString());
    if (!files.containsKey(file)) {
      throw new KernelException("open", file.toString(), Errno.ENOENT);
    }
    done.add(file + "=" + value);
    switch (String.valueOf(file.getFileName())) {
      case "cgroup.procs" -> files.merge(file, value, FakeCgroupFiles::joined);
      case "cgroup.subtree_control" -> files.put(file, joinedWords(files.get(file), value));
      case "cgroup.kill" -> kill(file.resolveSibling("cgroup.procs"));
      default -> files.put(file, value);
    }
  }

  @Override
  public Output output(Path file) {
    opened.add(file.toString());
    return new Output() {
      @Override
      public void write(String value) {
        FakeCgroupFiles.this.write(file, value);
      }

      @Override
      public void close() {}
    };
  }

  private void kill(Path processes) {
    if (!killsSlowly) {
      files.put(processes, "");
    }
  }

  private static String joined(String old, String added) {
    return old.isEmpty() ? added : old + "\n" + added;
  }

  private static String joinedWords(@Nullable String old, String added) {
    return (old + " " + added.replace("+", "")).trim();
  }

  private void begin(String verb, String path) {
    String what = verb + " " + path;
    Optional.ofNullable(before.remove(what)).ifPresent(Runnable::run);
    Errno errno = refused.get(what);
    if (errno != null) {
      throw new KernelException(verb, path, errno);
    }
  }

  @Override
  public void chown(Path path, long uid) {
    begin("chown", path.toString());
    done.add("chown " + uid + " " + path);
  }

  @Override
  public boolean makeDirectory(Path directory) {
    begin("mkdir", directory.toString());
    if (groups.contains(directory)) {
      return false;
    }
    if (!groups.contains(directory.resolveSibling(""))) {
      throw new KernelException("mkdir", directory.toString(), Errno.ENOENT);
    }
    done.add("mkdir " + directory);
    addGroup(directory);
    return true;
  }

  @Override
  public void removeDirectory(Path directory) {
    begin("rmdir", directory.toString());
    if (!groups.contains(directory)) {
      throw new KernelException("rmdir", directory.toString(), Errno.ENOENT);
    }
    boolean populated = !read(directory.resolve("cgroup.procs")).orElse("").isEmpty();
    if (populated || !children(directory).isEmpty()) {
      throw new KernelException("rmdir", directory.toString(), Errno.EBUSY);
    }
    done.add("rmdir " + directory);
    groups.remove(directory);
    files.keySet().removeIf(file -> file.startsWith(directory));
  }

  /** How many of {@link #anchor} are not closed. */
  int openAnchors() {
    return anchors.size();
  }

  @Override
  public List<String> names(Path directory) {
    return files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  @Override
  public boolean removeIfUnused(Path directory) {
    try {
      removeDirectory(directory);
      return true;
    } catch (KernelException e) {
      return e.errno() == Errno.ENOENT;
    }
  }

  @Override
  public Fd openForWriting(Path file) {
    Errno reason = refused.get("open " + file);
    if (reason != null) {
      throw new KernelException("openat", file.toString(), reason);
    }
    return new Fd(0, file.toString(), ignored -> {});
  }

  @Override
  public Fd openDirectory(Path directory) {
    return new Fd(0, directory.toString(), ignored -> {});
  }

  @Override
  public Anchor anchor(Path directory) {
    Path path = Path.of("/anchor/" + directory.getNameCount() + "-" + anchors.size());
    anchors.put(path, real(directory));
    return new Anchor() {
      @Override
      public Path path() {
        return path;
      }

      @Override
      public void close() {
        anchors.remove(path);
      }
    };
  }

  private Path real(Path path) {
    for (Map.Entry<Path, Path> anchor : anchors.entrySet()) {
      if (path.startsWith(anchor.getKey())) {
        return anchor.getValue().resolve(anchor.getKey().relativize(path));
      }
    }
    return path;
  }

  @Override
  public List<Path> children(Path given) {
    Path directory = real(given);
    return groups.stream()
        .filter(group -> group.startsWith(directory))
        .filter(group -> group.getNameCount() == directory.getNameCount() + 1)
        .map(group -> given.resolve(group.getFileName()))
        .toList();
  }

  @Override
  public Watch watch(Path file) {
    return new Watch() {
      @Override
      public Optional<String> read() {
        return FakeCgroupFiles.this.read(file);
      }

      @Override
      public void await(Duration atMost) {
        Optional.ofNullable(before.remove("await " + file)).ifPresent(Runnable::run);
      }

      @Override
      public void close() {}
    };
  }
}
