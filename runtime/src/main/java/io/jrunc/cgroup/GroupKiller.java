package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Ends all processes of a group. Where the kernel can't do it at once (cgroup.kill, version 2 from
 * 5.14), they are frozen, so that none can fork away, killed, and thawed to die.
 */
final class GroupKiller {

  /** How long processes get to freeze before they are killed as they run. */
  private static final Duration FREEZING = Duration.ofMillis(100);

  private final CgroupFiles files;
  private final Cgroups.Killer killer;
  private final Groups groups;
  private final Freezer freezer;

  GroupKiller(CgroupFiles files, Cgroups.Killer killer) {
    this.files = files;
    this.killer = killer;
    this.groups = new Groups(files);
    this.freezer = new Freezer(files);
  }

  void kill(Path directory, Duration atMost) {
    Patience patience = new Patience(atMost);
    List<Pid> left = groups.processes(directory);
    while (!left.isEmpty()) {
      killOnce(directory);
      left = groups.processes(directory);
      if (!left.isEmpty() && !patience.waitALittle()) {
        throw new CgroupException(directory.toString(), Groups.named(left) + " can't be killed");
      }
    }
  }

  private void killOnce(Path directory) {
    if (files.exists(directory.resolve("cgroup.kill"))) {
      writeIfThere(directory.resolve("cgroup.kill"), "1");
      return;
    }
    freeze(directory);
    try {
      for (Pid pid : groups.processes(directory)) {
        kill(pid);
      }
    } finally {
      thaw(directory);
    }
  }

  private void kill(Pid pid) {
    try {
      killer.kill(pid);
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  private void freeze(Path directory) {
    Patience patience = new Patience(FREEZING);
    do {
      writeIfThere(directory.resolve("freezer.state"), "FROZEN");
      writeIfThere(directory.resolve("cgroup.freeze"), "1");
    } while (freezer.state(directory) == FreezerState.FREEZING && patience.waitALittle());
  }

  /** A group below can be frozen by itself. */
  private void thaw(Path directory) {
    for (Path group : groups.tree(directory)) {
      writeIfThere(group.resolve("freezer.state"), "THAWED");
      writeIfThere(group.resolve("cgroup.freeze"), "0");
    }
  }

  /** Only one version has the file, and the group may be gone. */
  private void writeIfThere(Path file, String value) {
    if (files.exists(file)) {
      try {
        files.write(file, value);
      } catch (KernelException e) {
        if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENODEV) {
          throw e;
        }
      }
    }
  }
}
