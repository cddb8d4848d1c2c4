package io.jrunc.cgroup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends signals to all processes of a group and of all groups below it. Where the kernel can't end
 * them at once (cgroup.kill, version 2 from 5.14), they are frozen, so that none can fork away, get
 * the signal, and are thawed.
 */
final class GroupKiller {

  /** How long processes get to freeze before they are signalled as they run. */
  private static final Duration FREEZING = Duration.ofMillis(100);

  /** How long the killed get to end before one looks for those that were missed. */
  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** How many processes are held at once; a command may open some hundred files. */
  private static final int AT_ONCE = 200;

  private static final Signal KILL = Signal.SIGKILL;

  private final CgroupFiles files;
  private final Processes processes;
  private final Groups groups;
  private final GroupEnd end;
  private final Freezer freezer;

  GroupKiller(CgroupFiles files, Processes processes) {
    this.files = files;
    this.processes = processes;
    this.groups = new Groups(files);
    this.end = new GroupEnd(files, processes);
    this.freezer = new Freezer(files);
  }

  /** Ends all processes and waits until they are gone. */
  void kill(Path directory, Duration atMost) {
    Patience patience = new Patience(atMost);
    List<Pid> left = groups.processes(directory);
    while (!left.isEmpty()) {
      killOnce(directory);
      refuseIfFrozenAbove(directory);
      end.await(directory, A_MOMENT);
      left = groups.processes(directory);
      if (!left.isEmpty() && !patience.waitALittle()) {
        throw new CgroupException(
            directory.toString(), Groups.named(left) + " can't be killed" + groups.stuck(left));
      }
    }
  }

  private void killOnce(Path directory) {
    if (files.exists(directory.resolve("cgroup.kill"))) {
      writeIfThere(directory.resolve("cgroup.kill"), "1");
      return;
    }
    freezer.tryToFreeze(directory, FREEZING);
    try {
      signalEach(directory, KILL);
    } finally {
      thawAll(directory);
    }
  }

  /** On version 1 even the killed wait there until they are thawed. */
  private void refuseIfFrozenAbove(Path directory) {
    if (files.exists(directory.resolve("freezer.state"))) {
      Optional<Path> above = freezer.askedAbove(directory);
      if (above.isPresent()) {
        throw new CgroupException(
            directory.toString(),
            Groups.named(groups.processes(directory))
                + " can't end while the cgroup "
                + above.get()
                + " is frozen");
      }
    }
  }

  /** Sends a signal that need not end them; what is frozen stays so, and gets it when it thaws. */
  void signal(Path directory, Signal signal) {
    boolean isRunning = freezer.state(directory) == FreezerState.THAWED;
    if (isRunning) {
      freezer.tryToFreeze(directory, FREEZING);
    }
    try {
      signalEach(directory, signal);
    } finally {
      if (isRunning) {
        thawOne(directory);
      }
    }
  }

  /** Who is in the group after he is held is one of its processes. */
  private void signalEach(Path directory, Signal signal) {
    List<Pid> all = groups.processes(directory);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Pid> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      try (Processes.Held held = processes.hold(some)) {
        Set<Integer> present = new HashSet<>();
        for (Pid pid : groups.processes(directory)) {
          present.add(pid.number());
        }
        held.signal(signal, present);
      }
    }
  }

  /** Lets all processes go on; a group below can be frozen by itself. */
  void thawAll(Path directory) {
    try (GroupTree tree = GroupTree.of(files, directory)) {
      for (Path group : tree.groups()) {
        thawOne(group);
      }
    }
  }

  private void thawOne(Path group) {
    writeIfThere(group.resolve("freezer.state"), "THAWED");
    writeIfThere(group.resolve("cgroup.freeze"), "0");
  }

  /** Only one version has the file, and the group may be gone. */
  private void writeIfThere(Path file, String value) {
    if (files.exists(file)) {
      try {
        files.write(file, value);
      } catch (KernelException e) {
        if (!isGone(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isGone(KernelException e) {
    return e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV;
  }
}
