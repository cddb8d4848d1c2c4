package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.cgroup.CgroupSetting.Need;
import io.jrunc.error.KernelException;
import io.jrunc.linux.BpfCalls;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import io.jrunc.spec.linux.DeviceRule;
import io.jrunc.spec.linux.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The groups of one container, one in each hierarchy. */
public final class Cgroup {

  /** How long the kernel gets to end killed processes, which can be a long way into a call. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The names of files that belong to whoever a group is given to, a line each. */
  private static final Path DELEGATED = Path.of("/sys/kernel/cgroup/delegate");

  /** The same on kernels that don't tell, older than 4.15. */
  private static final List<String> DELEGATED_EVER_SINCE =
      List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads");

  /** Who writes 0 there moves itself, alone of its threads. */
  private static final String TASKS = "tasks";

  private static final Path NOWHERE = Path.of("/dev/null");

  private final CgroupFiles files;
  private final Processes processes;
  private final BpfCalls bpf;
  private final CgroupPaths paths;
  private final CgroupAccess access;
  private final Groups groups;
  private final Freezer freezer;
  private final GroupRemover remover;
  private final GroupReader reader;
  private final Set<String> limited = new HashSet<>();
  private final Set<Path> gone = new HashSet<>();

  Cgroup(
      CgroupFiles files,
      Processes processes,
      BpfCalls bpf,
      CgroupPaths paths,
      CgroupAccess access) {
    this.files = files;
    this.processes = processes;
    this.bpf = bpf;
    this.paths = paths;
    this.access = access;
    this.groups = new Groups(files);
    this.freezer = new Freezer(files);
    this.remover = new GroupRemover(files, processes);
    this.reader = new GroupReader(files);
  }

  /** Where the groups are, for the record. */
  public CgroupPaths paths() {
    return paths;
  }

  /** Whether the groups are of version 2, but for hierarchies without controllers. */
  public boolean isUnified() {
    return Controllers.of(paths).isUnified();
  }

  /**
   * Sets limits; what they don't name stays as it is.
   *
   * @throws CgroupException if a limit can't be kept
   * @throws CgroupWriteException if the kernel refuses one; those before it are set then
   */
  public void limit(Resources resources) {
    limit(resources, reader.limits(directoryOf("memory"), directoryOf("cpu")));
  }

  void limit(Resources resources, PresentLimits present) {
    write(ResourceRules.limits(resources, Controllers.of(paths), present));
  }

  /**
   * Sets which devices can be used, while nobody uses any yet.
   *
   * @throws CgroupException if the rules can't be expressed, or there is nothing to keep them
   * @throws CgroupWriteException if the kernel refuses one
   */
  public void limitDevices(Resources resources) {
    Optional<Path> unified = unifiedDirectory();
    if (directoryOf(DeviceList.CONTROLLER).isPresent() || unified.isEmpty()) {
      write(ResourceRules.devices(resources, Controllers.of(paths)));
    } else {
      filterDevices(unified.get(), new DeviceRules(resources.devices()));
    }
  }

  private void filterDevices(Path directory, DeviceRules rules) {
    DeviceFilters filters = new DeviceFilters(files, bpf);
    if (rules.allowAll()) {
      filters.remove(directory);
    } else {
      filters.put(directory, new DeviceFilter(rules));
    }
  }

  /**
   * Changes which devices can be used while some are in use. At no moment can a process use a
   * device that neither the old nor the new rules allow.
   *
   * @throws CgroupException if the rules can't be expressed, or there is nothing to keep them
   * @throws CgroupWriteException if the kernel refuses one; those before it are set then
   */
  void changeDevices(List<DeviceRule> asked) {
    DeviceRules rules = new DeviceRules(asked);
    Optional<Path> list = directoryOf(DeviceList.CONTROLLER);
    Optional<Path> unified = unifiedDirectory();
    if (list.isPresent()) {
      String present = files.read(list.get().resolve("devices.list")).orElse("");
      change(DeviceList.change(present, rules));
    } else if (unified.isPresent()) {
      filterDevices(unified.get(), rules);
    } else {
      throw new CgroupException(
          DeviceRules.AT, "the container has no cgroup that controls devices");
    }
  }

  private void change(DeviceList.Change change) {
    if (change.isGradual() || freezerState() == FreezerState.FROZEN) {
      write(change.settings());
      return;
    }
    freeze();
    try {
      write(change.settings());
    } finally {
      thaw();
    }
  }

  /**
   * Changes limits of a living container; what they don't name stays as it is, as do the devices if
   * there are no rules for them. When one is refused, those before it are put back.
   *
   * @param devicesBefore the present rules
   * @return what was changed, to undo it should something else fail
   * @throws CgroupException if a limit can't be kept; nothing is written then
   * @throws CgroupWriteException if the kernel refuses a limit
   * @throws HalfAppliedException if one is refused and another can't be put back
   */
  public LimitChange change(Resources resources, List<DeviceRule> devicesBefore) {
    PresentLimits present = reader.limits(directoryOf("memory"), directoryOf("cpu"));
    LimitChange change = new LimitChange(files);
    try {
      boolean isDone = false;
      for (CgroupSetting setting :
          ResourceRules.limits(resources, Controllers.of(paths), present)) {
        isDone = !isDone && change(setting, change) && setting.need() == Need.NEXT_IF_MISSING;
      }
      if (!resources.devices().isEmpty()) {
        changeDevices(resources.devices(), devicesBefore, change);
      }
      return change;
    } catch (CgroupWriteException | CgroupException e) {
      List<String> stuck = change.undo();
      throw stuck.isEmpty() ? e : new HalfAppliedException(stuck, e);
    }
  }

  /** Rules that can't be had change nothing; a line of theirs that is refused is not the first. */
  private void changeDevices(List<DeviceRule> asked, List<DeviceRule> before, LimitChange change) {
    Runnable redo = () -> changeDevices(asked);
    Runnable undo = () -> changeDevices(before);
    try {
      redo.run();
      change.addDevices(redo, undo);
    } catch (CgroupWriteException e) {
      change.addDevices(redo, undo);
      throw e;
    }
  }

  private boolean change(CgroupSetting setting, LimitChange change) {
    Path file = directoryOf(setting.controller()).orElseThrow().resolve(setting.file());
    String before = files.read(file).orElse("");
    boolean isWritten = write(setting);
    if (isWritten) {
      change.add(setting, file, before);
    }
    return isWritten;
  }

  private void write(List<CgroupSetting> settings) {
    boolean isDone = false;
    try (OpenSetting open = new OpenSetting(files)) {
      for (CgroupSetting setting : settings) {
        isDone = !isDone && write(setting, open) && setting.need() == Need.NEXT_IF_MISSING;
      }
    }
  }

  private boolean write(CgroupSetting setting) {
    try (OpenSetting open = new OpenSetting(files)) {
      return write(setting, open);
    }
  }

  /** Whether it was written; not if its file is missing, and may be. */
  private boolean write(CgroupSetting setting, OpenSetting open) {
    Path directory = directoryOf(setting.controller()).orElseThrow();
    try {
      open.write(directory.resolve(setting.file()), setting.value());
      limited.add(setting.controller());
      return true;
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT && setting.need() != Need.MUST_BE_THERE) {
        return false;
      }
      String hint = new Hints(files).explain(setting, directory, e.errno());
      throw new CgroupWriteException(setting, directory, e.errno(), hint);
    }
  }

  /**
   * Puts a process into every group, with all its threads.
   *
   * @throws CgroupException if the kernel refuses; the cause has its errno
   */
  public void attach(Pid pid) {
    for (Entry entry : paths.entries()) {
      attach(pid, entry, entry.directory());
    }
  }

  /**
   * The same but for the group that memory is charged to, if it is one apart, as in version 1: for
   * {@link #attachMemory} later.
   */
  public void attachAllButMemory(Pid pid) {
    attachWhereMemoryIs(false, pid);
  }

  /**
   * Lets a process be charged for the memory that it takes from now on.
   *
   * @throws CgroupException if the kernel refuses; the cause has its errno
   */
  public void attachMemory(Pid pid) {
    attachWhereMemoryIs(true, pid);
  }

  private void attachWhereMemoryIs(boolean charged, Pid pid) {
    for (Entry entry : paths.entries()) {
      if (isForMemory(entry) == charged) {
        attach(pid, entry, entry.directory());
      }
    }
  }

  /** Other controllers may be mounted together with it, which are not to be late. */
  private static boolean isForMemory(Entry entry) {
    return entry.version() == CgroupVersion.V1 && entry.controllers().equals(List.of("memory"));
  }

  private void attach(Pid pid, Entry entry, Path directory) {
    try {
      files.write(directory.resolve("cgroup.procs"), pid.toString());
    } catch (KernelException e) {
      if (!canDoWithout(entry, e.errno())) {
        throw new CgroupException(
            directory.toString(),
            "process " + pid + " can't be put into the cgroup: " + e.errno(),
            e);
      }
    }
  }

  private boolean canDoWithout(Entry entry, Errno refused) {
    return access == CgroupAccess.NEEDED_FOR_LIMITS_ONLY
        && Collections.disjoint(limited, entry.controllers())
        && Cgroups.isPermission(refused);
  }

  /**
   * Files of version 1, in the groups below these, into which a process with one thread writes
   * {@code 0} to be moved there. That is much cheaper than {@link #attach}: the kernel lets nobody
   * wait until all processors have seen that a process is about to be moved.
   *
   * @throws io.jrunc.error.OperationException if the container has no group of a controller
   */
  public List<String> taskFiles(SubGroups below) {
    below.check(paths.entries());
    List<String> found = new ArrayList<>();
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V1) {
        found.add(below.directory(entry) + "/" + TASKS);
      }
    }
    return found;
  }

  /**
   * Opens such a file of a group of version 1. Of one that could not be made, and need not be, it
   * is a file that takes what is written, and does nothing.
   *
   * @param file absolute path
   * @throws CgroupException if the kernel refuses; the cause has its errno
   */
  public Fd openTaskFile(String file) {
    for (Entry entry : paths.entries()) {
      if (file.equals(entry.directory() + "/" + TASKS)) {
        return openTaskFile(entry, Path.of(file));
      }
    }
    if (access != CgroupAccess.NEEDED_FOR_LIMITS_ONLY) {
      throw new IllegalStateException(file + " is of no group of the container");
    }
    return files.openForWriting(NOWHERE);
  }

  private Fd openTaskFile(Entry entry, Path tasks) {
    try {
      return files.openForWriting(tasks);
    } catch (KernelException e) {
      if (canDoWithout(entry, e.errno())) {
        return files.openForWriting(NOWHERE);
      }
      throw new CgroupException(
          tasks.toString(), "no process can be put into the cgroup: " + e.errno(), e);
    }
  }

  /**
   * Puts a process into the groups of version 2, with all its threads.
   *
   * @throws CgroupException if the kernel refuses; the cause has its errno
   */
  public void attachUnified(Pid pid) {
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V2) {
        attach(pid, entry, entry.directory());
      }
    }
  }

  /**
   * Puts a process into the groups of version 2 below these, with all its threads. A group that
   * hands controllers down to others can't have processes; then it is put where init is.
   *
   * @throws CgroupException if the kernel refuses; the cause has its errno
   */
  public void attachUnified(Pid pid, SubGroups below, Pid init) {
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V2) {
        Path directory = below.directory(entry);
        try {
          attach(pid, entry, directory);
        } catch (CgroupException e) {
          boolean isInner =
              e.getCause() instanceof KernelException refused && refused.errno() == Errno.EBUSY;
          if (!isInner || !below.equals(SubGroups.NONE)) {
            throw e;
          }
          attach(pid, entry, groupOf(init, entry).orElseThrow(() -> e));
        }
      }
    }
  }

  /** The group of version 2 that a process of the container is in; empty if it isn't ours. */
  private Optional<Path> groupOf(Pid pid, Entry entry) {
    String ours = "/" + entry.path() + "/";
    String text = files.read(Path.of("/proc", pid.toString(), "cgroup")).orElse("");
    for (String line : KernelText.lines(text)) {
      int at = line.indexOf(ours); // with more before it if the mount shows only a part
      if (line.startsWith("0::/") && at > 0) {
        return Optional.of(entry.directory().resolve(line.substring(at + ours.length())));
      }
    }
    return Optional.empty();
  }

  /**
   * Gives the groups of version 2 to a user, who can make groups below them then, and move the
   * processes between these: the directories, and those files in them that the kernel names. Limits
   * stay the maker's.
   *
   * @param uid the host's number
   * @throws KernelException if the kernel refuses
   */
  public void giveTo(long uid) {
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V2) {
        files.chown(entry.directory(), uid);
        for (String name : delegated()) {
          Path file = entry.directory().resolve(name);
          if (files.exists(file)) {
            files.chown(file, uid);
          }
        }
      }
    }
  }

  private List<String> delegated() {
    Optional<String> names = files.read(DELEGATED);
    return names.isEmpty() ? DELEGATED_EVER_SINCE : KernelText.lines(names.get());
  }

  /** All processes, also those in groups that the container has made below its own. */
  public List<Pid> processes() {
    Optional<Path> directory = processDirectory();
    return directory.isEmpty() ? List.of() : groups.processes(directory.get());
  }

  /** Where the processes are looked for: where they can be held while one looks. */
  private Optional<Path> processDirectory() {
    Optional<Path> freezer = freezerDirectory();
    if (freezer.isPresent() || paths.entries().isEmpty()) {
      return freezer;
    }
    return Optional.of(paths.entries().get(0).directory());
  }

  private Optional<Path> freezerDirectory() {
    Optional<Path> v1 = directoryOf("freezer");
    return v1.isPresent() ? v1 : unifiedDirectory();
  }

  private Optional<Path> unifiedDirectory() {
    for (Entry entry : paths.entries()) {
      if (entry.version() == CgroupVersion.V2) {
        return Optional.of(entry.directory());
      }
    }
    return Optional.empty();
  }

  private Optional<Path> directoryOf(String controller) {
    for (Entry entry : paths.entries()) {
      if (Controllers.isIn(entry.version(), entry.controllers(), controller)) {
        return Optional.of(entry.directory());
      }
    }
    return Optional.empty();
  }

  /** Whether the processes may run; they may where there is nothing that could stop them. */
  public FreezerState freezerState() {
    Optional<Path> directory = freezerDirectory();
    return directory.isEmpty() ? FreezerState.THAWED : freezer.state(directory.get());
  }

  /**
   * Whether {@link #freeze} was called last, and not {@link #thaw}; a group above doesn't count.
   */
  public boolean isToldToFreeze() {
    Optional<Path> directory = freezerDirectory();
    return directory.isPresent() && freezer.isAsked(directory.get());
  }

  /** The group above that was told to freeze, and so stops this one as well. */
  public Optional<Path> frozenAbove() {
    Optional<Path> directory = freezerDirectory();
    return directory.isEmpty() ? Optional.empty() : freezer.askedAbove(directory.get());
  }

  /**
   * Stops all processes, and waits until they have.
   *
   * @throws CgroupException if there is nothing that could, or some still run after ten seconds;
   *     then all go on
   * @throws KernelException ENOENT or ENODEV if the group is gone
   */
  public void freeze() {
    freezer.freeze(neededFreezer(), PATIENCE);
  }

  /**
   * Lets all processes go on.
   *
   * @throws CgroupException if a group above is frozen as well
   * @throws KernelException ENOENT or ENODEV if the group is gone
   */
  public void thaw() {
    freezer.thaw(neededFreezer(), PATIENCE);
  }

  private Path neededFreezer() {
    Optional<Path> directory = freezerDirectory();
    if (directory.isEmpty()) {
      throw new CgroupException(
          "/linux/cgroupsPath", "the container has no cgroup whose processes can be frozen");
    }
    return directory.get();
  }

  /**
   * Ends all processes, frozen or not, and waits until they are gone.
   *
   * @throws CgroupException if some are still there after ten seconds
   */
  public void kill() {
    Optional<Path> directory = processDirectory();
    if (directory.isPresent()) {
      new GroupKiller(files, processes).kill(directory.get(), PATIENCE);
    }
  }

  /** Sends a signal to all processes; those that are frozen get it when they go on. */
  public void signal(Signal signal) {
    Optional<Path> directory = processDirectory();
    if (directory.isPresent()) {
      new GroupKiller(files, processes).signal(directory.get(), signal);
    }
  }

  /** Lets all processes go on, also those in groups below that are frozen by themselves. */
  public void thawAll() {
    Optional<Path> directory = freezerDirectory();
    if (directory.isPresent()) {
      new GroupKiller(files, processes).thawAll(directory.get());
    }
  }

  /** Whether all that is in it is the container's: nobody knew the group before it was made. */
  public boolean isMadeForContainer() {
    Optional<Path> directory = processDirectory();
    for (Entry entry : paths.entries()) {
      if (directory.isPresent() && entry.directory().equals(directory.get())) {
        return entry.made() > 0;
      }
    }
    return false;
  }

  /**
   * Removes the group that {@link #processes} looks at, if it was made for the container and has
   * neither processes nor groups below it, which the kernel knows at once; says whether it is gone.
   */
  public boolean removeIfUnused() {
    Optional<Path> directory = processDirectory();
    if (directory.isEmpty() || !isMadeForContainer() || !remover.removeIfUnused(directory.get())) {
      return false;
    }
    gone.add(directory.get());
    return true;
  }

  /**
   * Removes what was made for the container, with the groups that it has made itself, as soon as
   * their last processes are gone. What was there before, or is gone already, is left alone.
   *
   * @throws CgroupException if a group still can't be removed after ten seconds
   */
  public void delete() {
    for (Entry entry : paths.entries()) {
      if (entry.made() > 0) {
        if (!gone.contains(entry.directory())) {
          remover.remove(entry.directory(), PATIENCE);
        }
        removeParents(entry);
      }
    }
  }

  /** Others may live below the parents by now; the last of them takes them away. */
  private void removeParents(Entry entry) {
    List<Path> levels = entry.levels();
    for (int i = levels.size() - 2; i >= levels.size() - entry.made(); i--) {
      if (!files.removeIfUnused(levels.get(i))) {
        return;
      }
    }
  }

  /** What the kernel says about the container's memory; empty without a memory controller. */
  public Optional<MemoryFacts> memory() {
    Optional<Path> directory = directoryOf("memory");
    return directory.isEmpty() ? Optional.empty() : reader.memory(directory.get());
  }
}
