package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What can be asked of and done to the directory of any group, with all groups below it. */
final class Groups {

  private final CgroupFiles files;

  Groups(CgroupFiles files) {
    this.files = files;
  }

  /** All processes; those of other pid namespaces, which have no number here, are left out. */
  List<Pid> processes(Path directory) {
    List<Pid> found = new ArrayList<>();
    for (Path group : tree(directory)) {
      addProcesses(group, found);
    }
    return found;
  }

  private void addProcesses(Path group, List<Pid> found) {
    String text;
    try {
      text = files.read(group.resolve("cgroup.procs")).orElse("");
    } catch (KernelException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return; // a group of threads, whose processes are listed further up
      }
      throw e;
    }
    for (String line : KernelText.lines(text)) {
      OptionalLong number = KernelText.number(line);
      if (number.isPresent() && number.getAsLong() > 0) {
        found.add(new Pid(Math.toIntExact(number.getAsLong())));
      }
    }
  }

  /** The group and all below it, parents first. */
  List<Path> tree(Path directory) {
    List<Path> found = new ArrayList<>();
    found.add(directory);
    for (int i = 0; i < found.size(); i++) {
      found.addAll(files.children(found.get(i)));
    }
    return found;
  }

  /**
   * Processes in a call of the kernel that nothing interrupts, neither a signal nor the freezer:
   * state D of proc_pid_stat(5).
   */
  List<Pid> uninterruptible(Path directory) {
    List<Pid> found = new ArrayList<>();
    for (Pid pid : processes(directory)) {
      String stat = files.read(Path.of("/proc", pid.toString(), "stat")).orElse("");
      if (stat.startsWith(" D ", stat.lastIndexOf(')') + 1)) { // a name can have brackets
        found.add(pid);
      }
    }
    return found;
  }

  /** Removes a group and all below it, waiting for its last processes to be gone. */
  void remove(Path directory, Duration atMost) {
    Patience patience = new Patience(atMost);
    while (true) {
      try {
        removeTree(directory);
        return;
      } catch (KernelException e) {
        boolean busy = e.errno() == Errno.EBUSY || e.errno() == Errno.ENOTEMPTY;
        if (!busy || !patience.waitALittle()) {
          throw cannotRemove(directory, e);
        }
      }
    }
  }

  private void removeTree(Path directory) {
    try {
      removeOne(directory);
    } catch (KernelException e) {
      for (Path child : files.children(directory)) {
        removeTree(child);
      }
      removeOne(directory);
    }
  }

  private void removeOne(Path directory) {
    try {
      files.removeDirectory(directory);
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private CgroupException cannotRemove(Path directory, KernelException cause) {
    List<Pid> left = processes(directory);
    String who = left.isEmpty() ? "" : ": " + named(left) + " still in it";
    return new CgroupException(
        directory.toString(), "the cgroup can't be removed: " + cause.errno() + who, cause);
  }

  /** Processes for a message: {@code process 12}, {@code processes 12, 13}. */
  static String named(List<Pid> processes) {
    StringBuilder text = new StringBuilder(processes.size() == 1 ? "process" : "processes");
    String before = " ";
    for (Pid pid : processes) {
      text.append(before).append(pid);
      before = ", ";
    }
    return text.toString();
  }
}
