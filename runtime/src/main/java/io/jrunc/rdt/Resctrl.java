package io.jrunc.rdt;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.rdt.RdtGroup.Origin;
import io.jrunc.spec.linux.IntelRdt;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The resctrl file system of the host, whose directories are classes of processes that get the same
 * shares of cache and bandwidth.
 *
 * <p>As with cgroups, a container gets its place in two steps: {@link #locate} says where that will
 * be, which is put on record; then {@link #create} makes it.
 */
public final class Resctrl {

  private static final String AT = "/linux/intelRdt";
  private static final String CLASS = AT + "/closID";
  private static final String MONITORING = AT + "/enableMonitoring";
  private static final String TASKS = "tasks";
  private static final String SCHEMATA = "schemata";

  /** What the root directory has beside classes. */
  private static final Set<String> KERNELS_OWN = Set.of("info", "mon_groups", "mon_data");

  private final ResctrlFiles files;
  private final Path mountinfo;

  /** That of the host, wherever it is mounted. */
  public Resctrl(Kernel kernel) {
    this(kernel, Path.of("/proc/self/mountinfo"));
  }

  /** The one that a file in the form of mountinfo names. */
  public Resctrl(Kernel kernel, Path mountinfo) {
    this(new HostResctrlFiles(kernel.files()), mountinfo);
  }

  Resctrl(ResctrlFiles files, Path mountinfo) {
    this.files = files;
    this.mountinfo = mountinfo;
  }

  /**
   * Where the container will be. Changes nothing.
   *
   * @throws RdtException if there is no resctrl, or not the class that is asked for
   */
  public RdtGroup locate(IntelRdt asked, String containerId) {
    Path root = root();
    String closId = asked.closId() == null ? "" : asked.closId();
    Path directory = closId.equals("/") ? root : directory(root, closId, containerId);
    boolean isThere = files.exists(directory);
    if (!closId.isEmpty() && !isThere && !Schemata.areIn(asked)) {
      throw new RdtException(
          CLASS, directory + " is not there, and there are no schemata to make it with");
    }
    Origin origin = closId.isEmpty() ? Origin.OWN : Origin.NAMED;
    return new RdtGroup(
        directory,
        isThere ? Origin.FOUND : origin,
        asked.enableMonitoring()
            ? Optional.of(directory.resolve("mon_groups").resolve(containerId))
            : Optional.empty());
  }

  private Path root() {
    Optional<Path> root = mount();
    if (root.isEmpty()) {
      throw new RdtException(
          AT, "no resctrl file system is mounted: mount -t resctrl resctrl /sys/fs/resctrl");
    }
    return root.get();
  }

  private Optional<Path> mount() {
    return files.read(mountinfo).flatMap(ResctrlMount::find);
  }

  private static Path directory(Path root, String closId, String containerId) {
    String name = closId.isEmpty() ? containerId : closId;
    boolean isName = name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
    if (!isName || KERNELS_OWN.contains(name)) {
      throw new RdtException(CLASS, name + " can't be the name of a class");
    }
    return root.resolve(name);
  }

  /**
   * Makes what isn't there and sets its shares; the shares of a class that was there must be those
   * asked for. When that fails, all that was made is removed.
   *
   * @throws RdtException if the kernel refuses it, or the class has other shares
   */
  public void create(RdtGroup group, IntelRdt asked) {
    if (group.origin() == Origin.FOUND) {
      compare(group.directory(), asked);
    } else {
      make(group.directory(), CLASS);
    }
    try {
      if (group.origin() != Origin.FOUND) {
        share(group.directory(), Schemata.first(asked), firstPointer(asked));
        share(group.directory(), Schemata.last(asked.schemata()), AT + "/schemata");
      }
      if (group.monitor().isPresent()) {
        make(group.monitor().get(), MONITORING);
      }
    } catch (RuntimeException e) {
      if (group.origin() != Origin.FOUND) {
        removeAfter(e, group.directory());
      }
      throw e;
    }
  }

  private void compare(Path directory, IntelRdt asked) {
    String present = files.read(directory.resolve(SCHEMATA)).orElse("");
    String wanted = Schemata.first(asked) + Schemata.last(asked.schemata());
    if (!Schemata.parse(present).contains(Schemata.parse(wanted))) {
      throw new RdtException(CLASS, directory + " is there with other shares: " + oneLine(present));
    }
  }

  private static String oneLine(String lines) {
    StringBuilder line = new StringBuilder();
    for (String part : lines.split("\n", -1)) {
      line.append(line.length() == 0 || part.isBlank() ? "" : ", ").append(part.trim());
    }
    return line.toString();
  }

  private void make(Path directory, String pointer) {
    try {
      files.makeDirectory(directory);
    } catch (KernelException e) {
      String hint =
          e.errno() == Errno.ENOSPC ? ": the processor has no more of them" : kernelSays();
      throw new RdtException(pointer, e.getMessage() + hint);
    }
  }

  private void share(Path directory, String lines, String pointer) {
    if (!lines.isEmpty()) {
      write(directory.resolve(SCHEMATA), lines, pointer);
    }
  }

  private static String firstPointer(IntelRdt asked) {
    boolean hasCache = asked.l3CacheSchema() != null;
    boolean hasBandwidth = asked.memBwSchema() != null;
    return hasCache && hasBandwidth ? AT : AT + (hasCache ? "/l3CacheSchema" : "/memBwSchema");
  }

  private void write(Path file, String text, String pointer) {
    try {
      files.write(file, text);
    } catch (KernelException e) {
      String reason = file + ": " + oneLine(text) + ": " + e.errno() + kernelSays();
      throw new RdtException(pointer, reason);
    }
  }

  /** Why the kernel has refused the last thing, in its own words. */
  private String kernelSays() {
    Optional<Path> root = mount();
    if (root.isEmpty()) {
      return "";
    }
    String words = files.read(root.get().resolve("info/last_cmd_status")).orElse("").trim();
    return words.isEmpty() || words.equals("ok") ? "" : ": " + words;
  }

  private void removeAfter(RuntimeException cause, Path directory) {
    try {
      remove(directory);
    } catch (KernelException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Puts a process, which has one thread, into the group; so are those that it will make.
   *
   * @throws RdtException if the kernel refuses
   */
  public void attach(RdtGroup group, Pid pid) {
    write(group.directory().resolve(TASKS), pid.toString(), AT);
    if (group.monitor().isPresent()) {
      write(group.monitor().get().resolve(TASKS), pid.toString(), MONITORING);
    }
  }

  /**
   * Changes shares of a living container.
   *
   * @param l3CacheSchema lines for the cache; empty to leave it
   * @param memBwSchema a line for bandwidth; empty to leave it
   * @return what puts them back
   * @throws RdtException if the kernel refuses them; nothing is changed then
   */
  public SchemataChange change(RdtGroup group, String l3CacheSchema, String memBwSchema) {
    Path file = group.directory().resolve(SCHEMATA);
    String before = files.read(file).orElse("");
    String pointer = AT + (l3CacheSchema.isEmpty() ? "/memBwSchema" : "/l3CacheSchema");
    write(file, Schemata.first(l3CacheSchema, memBwSchema), pointer);
    return () -> files.write(file, before);
  }

  /**
   * Removes what is the container's alone. What is gone already is left alone.
   *
   * @throws KernelException if a group can't be removed
   */
  public void delete(RdtGroup group) {
    if (group.monitor().isPresent()) {
      remove(group.monitor().get());
    }
    if (group.origin() == Origin.OWN) {
      remove(group.directory());
    }
  }

  /**
   * Removes all that was made for a container which has failed; a named class only if no process of
   * another container is in it by now.
   *
   * @throws KernelException if a group can't be removed
   */
  public void undo(RdtGroup group) {
    delete(group);
    boolean isUnused = files.read(group.directory().resolve(TASKS)).orElse("").isBlank();
    if (group.origin() == Origin.NAMED && isUnused) {
      remove(group.directory());
    }
  }

  private void remove(Path directory) {
    try {
      files.removeDirectory(directory);
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }
}
