package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Removes groups with all groups below them. */
final class GroupRemover {

  /** How long at most one waits for the last processes before one tries again. */
  private static final Duration A_MOMENT = Duration.ofMillis(100);

  private final CgroupFiles files;
  private final GroupEnd end;
  private final Groups groups;

  GroupRemover(CgroupFiles files, Processes processes) {
    this.files = files;
    this.end = new GroupEnd(files, processes);
    this.groups = new Groups(files);
  }

  /** Removes a group and all below it, waiting for its last processes to be gone. */
  void remove(Path directory, Duration atMost) {
    Patience patience = new Patience(atMost);
    while (true) {
      try {
        removeTree(directory);
        return;
      } catch (KernelException e) {
        if (!isBusy(e) || !patience.waitALittle()) {
          throw cannotRemove(directory, e);
        }
        end.await(directory, A_MOMENT);
      }
    }
  }

  /** Says whether it is gone; what else is wrong with it is told by those who need it gone. */
  boolean removeIfUnused(Path directory) {
    try {
      removeOne(directory);
      return true;
    } catch (KernelException e) {
      return false;
    }
  }

  private static boolean isBusy(KernelException e) {
    return e.errno() == Errno.EBUSY || e.errno() == Errno.ENOTEMPTY;
  }

  /** Most have no groups below, so that is looked at only when the kernel refuses. */
  private void removeTree(Path directory) {
    try {
      removeOne(directory);
    } catch (KernelException e) {
      if (!isBusy(e)) {
        throw e;
      }
      try (GroupTree tree = GroupTree.of(files, directory)) {
        List<Path> all = tree.groups();
        for (int i = all.size() - 1; i >= 0; i--) {
          removeOne(all.get(i));
        }
      }
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
    List<Pid> left = groups.processes(directory);
    String who =
        left.isEmpty() ? "" : ": " + Groups.named(left) + " still in it" + groups.stuck(left);
    return new CgroupException(
        directory.toString(), "the cgroup can't be removed: " + cause.errno() + who, cause);
  }
}
