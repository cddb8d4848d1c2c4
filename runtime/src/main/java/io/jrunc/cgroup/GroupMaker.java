package io.jrunc.cgroup;

import io.jrunc.cgroup.CgroupPaths.Entry;
import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the directories of one container's groups, and takes them away again when told so. */
final class GroupMaker {

  /** How often a parent that another container's end takes away is made again. */
  private static final int ATTEMPTS = 100;

  private static final String POINTER = "/linux/cgroupsPath";

  private static final List<String> CPUSET_FILES = List.of("cpuset.cpus", "cpuset.mems");

  /**
   * Controllers of version 2 that are handed down to the group.
   *
   * @param wanted all of them
   * @param needed those without which a limit can't be kept, with the pointer to that limit
   */
  record Enabling(Set<String> wanted, Map<String, String> needed) {}

  private final CgroupFiles files;
  private final Groups groups;
  private final boolean ofUnit;
  private final List<Path> made = new ArrayList<>();

  GroupMaker(CgroupFiles files) {
    this(files, false);
  }

  private GroupMaker(CgroupFiles files, boolean ofUnit) {
    this.files = files;
    this.groups = new Groups(files);
    this.ofUnit = ofUnit;
  }

  /** One that adds what is missing to groups that systemd has made, and put processes into. */
  static GroupMaker ofUnit(CgroupFiles files) {
    return new GroupMaker(files, true);
  }

  /**
   * Makes the group in one hierarchy and checks that processes can be put there and will run.
   *
   * @return the entry, with all that was made
   */
  Entry make(Entry entry, Enabling enabling) {
    Path directory = entry.directory();
    if (ofUnit) {
      makeWithParents(entry.withMade(0), enabling);
      return entry;
    }
    if (entry.made() == 0) {
      checkUnused(directory);
    }
    int before = made.size();
    makeWithParents(entry, enabling);
    boolean canFreeze =
        entry.version() == CgroupVersion.V2 || entry.controllers().contains("freezer");
    if (canFreeze && !isNewBelowRoot(entry, before)) {
      checkRunning(directory);
    }
    int again = made.size() - before; // what went with another's last group may be made twice
    return entry.withMade(Math.max(entry.made(), Math.min(again, entry.levels().size())));
  }

  /** Nothing stops such a group, as the root of all can't be; one that is mounted as a root can. */
  private boolean isNewBelowRoot(Entry entry, int before) {
    return made.size() > before
        && entry.path().getNameCount() == 1
        && !new Freezer(files).canBeAsked(entry.root(), entry.version());
  }

  private void checkUnused(Path directory) {
    List<Pid> processes = groups.processes(directory);
    if (!processes.isEmpty()) {
      throw new CgroupException(
          POINTER, directory + ": the cgroup is in use by " + Groups.counted(processes));
    }
  }

  /** In a frozen group the container would wait for ever. */
  private void checkRunning(Path directory) {
    Freezer freezer = new Freezer(files);
    if (freezer.state(directory) == FreezerState.THAWED) {
      return;
    }
    Optional<Path> above = freezer.askedAbove(directory);
    throw new CgroupException(
        POINTER,
        directory
            + ": the cgroup is frozen"
            + (above.isEmpty() ? "" : ", as is " + above.get() + " above it"));
  }

  private void makeWithParents(Entry entry, Enabling enabling) {
    for (int attempt = 1; ; attempt++) {
      try {
        makeLevels(entry, attempt, enabling);
        return;
      } catch (KernelException e) {
        if (e.errno() != Errno.ENOENT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Mostly the parents are there, and version 1 needs nothing of them. */
  private void makeLevels(Entry entry, int attempt, Enabling enabling) {
    List<Path> levels = entry.levels();
    boolean isV2 = entry.version() == CgroupVersion.V2;
    boolean hasCpuset = !isV2 && entry.controllers().contains("cpuset");
    for (int i = isV2 || attempt > 1 ? 0 : levels.size() - 1; i < levels.size(); i++) {
      if (isV2) {
        enable(i == 0 ? entry.root() : levels.get(i - 1), enabling);
      }
      boolean isNew = makeLevel(entry, levels.get(i));
      if (hasCpuset) {
        fillCpuset(new Cpuset(entry.root(), levels), i, isNew);
      }
    }
  }

  private boolean makeLevel(Entry entry, Path level) {
    boolean isNew = files.makeDirectory(level);
    if (isNew) {
      made.add(level);
    } else if (entry.made() > 0 && level.equals(entry.directory())) {
      throw new CgroupException(
          level.toString(), "the cgroup was made by another process at the same moment");
    }
    return isNew;
  }

  /** The groups of one path, from the first below the root down. */
  private record Cpuset(Path root, List<Path> levels) {
    Path parent(int level) {
      return level == 0 ? root : levels.get(level - 1);
    }
  }

  /** Version 1 makes cpusets with no processor and no memory, where no process can be. */
  private void fillCpuset(Cpuset cpuset, int level, boolean isNew) {
    for (String file : CPUSET_FILES) {
      Path own = cpuset.levels().get(level).resolve(file);
      if (isNew || files.read(own).orElse("?").isBlank()) {
        fillFromAbove(cpuset, level, file);
      }
    }
  }

  /** What is above may have been left empty as well. */
  private void fillFromAbove(Cpuset cpuset, int level, String file) {
    Path parents = cpuset.parent(level).resolve(file);
    String value = files.read(parents).orElse("?");
    if (value.isBlank() && level > 0) {
      fillFromAbove(cpuset, level - 1, file);
      value = files.read(parents).orElse("?");
    }
    if (!value.isBlank() && !value.equals("?")) {
      files.write(cpuset.levels().get(level).resolve(file), value.trim());
    }
  }

  /** Hands controllers down from a group to its children. */
  private void enable(Path parent, Enabling enabling) {
    if (enabling.wanted().isEmpty()) {
      return;
    }
    List<String> there = words(parent.resolve("cgroup.controllers"));
    for (Map.Entry<String, String> needed : enabling.needed().entrySet()) {
      if (!there.contains(needed.getKey()) && files.exists(parent)) {
        throw new CgroupException(
            needed.getValue(),
            "the " + needed.getKey() + " controller is not available in " + parent);
      }
    }
    List<String> on = words(parent.resolve("cgroup.subtree_control"));
    List<String> missing = new ArrayList<>();
    for (String controller : enabling.wanted()) {
      if (there.contains(controller) && !on.contains(controller)) {
        missing.add(controller);
      }
    }
    if (!missing.isEmpty()) {
      enableAll(parent, missing, enabling.needed());
    }
  }

  private List<String> words(Path file) {
    return KernelText.words(files.read(file).orElse(""));
  }

  /**
   * All at once, which is the rule; one after the other if one of them is refused. Of a group that
   * has processes, which is EBUSY, some could be had: then it would be threaded, and no process
   * could be put into groups below it.
   */
  private void enableAll(Path parent, List<String> controllers, Map<String, String> needed) {
    Path file = parent.resolve("cgroup.subtree_control");
    try {
      files.write(file, "+" + String.join(" +", controllers));
    } catch (KernelException e) {
      for (String controller : controllers) {
        Optional<String> pointer = Optional.ofNullable(needed.get(controller));
        if (e.errno() != Errno.EBUSY) {
          enableOne(file, controller, pointer);
        } else if (pointer.isPresent()) {
          throw refusal(pointer.get(), file, controller, e);
        }
      }
    }
  }

  private void enableOne(Path file, String controller, Optional<String> pointer) {
    try {
      files.write(file, "+" + controller);
    } catch (KernelException e) {
      if (pointer.isPresent()) {
        throw refusal(pointer.get(), file, controller, e);
      }
    }
  }

  private static CgroupException refusal(
      String pointer, Path file, String controller, KernelException e) {
    return new CgroupException(
        pointer, file + ": +" + controller + ": " + e.errno() + hint(e.errno()), e);
  }

  /** What to do for it. */
  private static String hint(Errno errno) {
    if (Cgroups.isPermission(errno)) {
      return "; the controller isn't delegated to the caller: as root, put \"[Service]\" and"
          + " \"Delegate=cpu cpuset io memory pids\" into"
          + " /etc/systemd/system/user@.service.d/delegate.conf, run systemctl daemon-reload, and"
          + " log in again";
    }
    return errno == Errno.EBUSY
        ? "; a group that has processes hands no controllers down: call from a group below it, as"
            + " systemd-run --user --scope makes one"
        : "";
  }

  /** Removes what was made, the last first; what can't be removed is told beside the cause. */
  void undo(Throwable cause) {
    for (int i = made.size() - 1; i >= 0; i--) {
      Path group = made.get(i);
      try {
        files.removeDirectory(group);
      } catch (KernelException e) {
        // another container may have come to live below a parent
        if (e.errno() != Errno.ENOENT && files.children(group).isEmpty()) {
          cause.addSuppressed(e);
        }
      }
    }
    made.clear();
  }
}
