package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Knows the processes of a group and of all groups below it. */
final class Groups {

  /** How many processes a message names. */
  private static final int WORTH_NAMING = 10;

  private final CgroupFiles files;

  Groups(CgroupFiles files) {
    this.files = files;
  }

  /** All processes; those of other pid namespaces, which have no number here, are left out. */
  List<Pid> processes(Path directory) {
    List<Pid> found = new ArrayList<>();
    try (GroupTree tree = GroupTree.of(files, directory)) {
      for (Path group : tree.groups()) {
        addProcesses(group, found);
      }
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

  /**
   * For a message: which of these processes are in a call of the kernel that nothing interrupts,
   * neither a signal nor the freezer (state D of proc_pid_stat(5)); empty if none is.
   */
  String stuck(List<Pid> among) {
    List<Pid> found = new ArrayList<>();
    for (Pid pid : among) {
      String stat = files.read(Path.of("/proc", pid.toString(), "stat")).orElse("");
      if (stat.startsWith(" D ", stat.lastIndexOf(')') + 1)) { // a name can have brackets
        found.add(pid);
      }
    }
    if (found.isEmpty()) {
      return "";
    }
    String who = found.size() == among.size() ? "" : named(found) + " ";
    return ": " + who + "in uninterruptible sleep";
  }

  /** Processes for a message: {@code process 12}, {@code processes 12, 13}. */
  static String named(List<Pid> processes) {
    return (processes.size() == 1 ? "process " : "processes ") + numbers(processes);
  }

  /** Processes for a message: {@code process 12}, {@code 2 processes: 12, 13}. */
  static String counted(List<Pid> processes) {
    return processes.size() == 1
        ? named(processes)
        : processes.size() + " processes: " + numbers(processes);
  }

  private static String numbers(List<Pid> processes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < processes.size() && i < WORTH_NAMING; i++) {
      text.append(i == 0 ? "" : ", ").append(processes.get(i));
    }
    int more = processes.size() - WORTH_NAMING;
    return more <= 0 ? text.toString() : text + " and " + more + " more";
  }
}
