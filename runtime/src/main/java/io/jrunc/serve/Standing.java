package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Pid;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process may do and sees of the machine. Only for one of equal standing may the engine do
 * anything: for all others it would be a way to more rights, or do it in another place.
 *
 * @param namespaces each as {@code mnt:[4026531841]}, and what its children get
 * @param root of its file system
 * @param rights the lines of its status that tell them
 * @param label of the security module; empty without one, which is so from the kernel's start on
 */
record Standing(
    List<String> namespaces, FileStatus root, List<String> rights, Optional<String> label) {
  private static final List<String> NAMESPACES =
      List.of(
          "cgroup",
          "ipc",
          "mnt",
          "net",
          "pid",
          "pid_for_children",
          "time",
          "time_for_children",
          "user",
          "uts");

  private static final List<String> RIGHTS =
      List.of(
          "Uid",
          "Gid",
          "Groups",
          "CapPrm",
          "CapEff",
          "CapBnd",
          "NoNewPrivs",
          "Seccomp",
          "Seccomp_filters");

  Standing {
    namespaces = List.copyOf(namespaces);
    rights = List.copyOf(rights);
  }

  /**
   * Reads that of a process.
   *
   * @param folder its folder in procfs, open, so that it can't come to be another process's
   * @param isLabelled whether a security module labels processes
   * @throws KernelException if the process is gone, or may not be looked at
   */
  static Standing of(FileCalls files, Fd folder, ProcessStatus status, boolean isLabelled) {
    List<String> namespaces = new ArrayList<>();
    for (String name : NAMESPACES) {
      namespaces.add(namespace(files, folder, name));
    }
    return new Standing(
        namespaces,
        files.statx(folder, "root/."), // through the link, at its root directory itself
        rights(status),
        isLabelled ? label(files, folder) : Optional.empty());
  }

  /** What a process's file {@code status} says. */
  static ProcessStatus status(FileCalls files, Fd folder) {
    return ProcessStatus.parse(List.of(text(files, folder, "status").split("\n")));
  }

  /**
   * That of this process.
   *
   * @throws OperationException without a procfs of our pid namespace: nobody could be compared
   */
  static Standing ofThisProcess(FileCalls files, Pid self) {
    try (Fd proc = files.open("/proc", OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
        Fd folder = files.open("/proc/self", OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      if (!files.readlinkat(proc, "self").equals(self.toString())) {
        throw new OperationException("serve", "", "/proc is of another pid namespace");
      }
      return of(files, folder, status(files, folder), true);
    } catch (KernelException e) {
      throw new OperationException("serve", "", "cannot tell who is like us: " + e.getMessage());
    }
  }

  /** A kernel without that kind has it neither here nor there. */
  private static String namespace(FileCalls files, Fd folder, String name) {
    try {
      return files.readlinkat(folder, "ns/" + name);
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return "";
      }
      throw e;
    }
  }

  private static List<String> rights(ProcessStatus status) {
    boolean isRoot = status.effectiveUid() == 0; // whom his groups give nothing
    List<String> rights = new ArrayList<>();
    for (String name : RIGHTS) {
      if (!isRoot || !name.equals("Groups")) {
        rights.add(name + ": " + status.field(name).orElse(""));
      }
    }
    return rights;
  }

  /** Without a security module there is nothing to read. */
  private static Optional<String> label(FileCalls files, Fd folder) {
    try {
      return Optional.of(text(files, folder, "attr/current").strip());
    } catch (KernelException e) {
      if (e.errno() == Errno.EINVAL || e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String text(FileCalls files, Fd folder, String name) {
    try (Fd file = files.openat(folder, name, OpenFlag.O_RDONLY)) {
      return new String(files.readAll(file), StandardCharsets.UTF_8);
    }
  }

  /** What is different about another process, in a few words; empty if nothing is. */
  Optional<String> differenceTo(Standing other) {
    for (int i = 0; i < namespaces.size(); i++) {
      if (!namespaces.get(i).equals(other.namespaces.get(i))) {
        return Optional.of("another " + NAMESPACES.get(i) + " namespace");
      }
    }
    if (!root.sameFile(other.root) || root.mountId() != other.root.mountId()) {
      return Optional.of("another root directory");
    }
    for (String line : rights) {
      if (!other.rights.contains(line)) {
        return Optional.of("another " + line.substring(0, line.indexOf(':')));
      }
    }
    return label.equals(other.label) ? Optional.empty() : Optional.of("another security label");
  }
}
