package io.jrunc.cgroup;

import io.jrunc.linux.Pid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits for the last processes of a group and of those below it. */
final class GroupEnd {

  /** How many processes are held at once. */
  private static final int AT_ONCE = 64;

  private final CgroupFiles files;
  private final Processes processes;
  private final Groups groups;

  GroupEnd(CgroupFiles files, Processes processes) {
    this.files = files;
    this.processes = processes;
    this.groups = new Groups(files);
  }

  /**
   * Waits for so long at most. On version 2 the kernel tells when all are gone. Version 1 tells
   * nothing, so this returns earlier if there are many processes, or new ones.
   */
  void await(Path directory, Duration atMost) {
    Path events = directory.resolve("cgroup.events");
    if (files.exists(events)) {
      awaitEvent(events, atMost);
      return;
    }
    List<Pid> left = groups.processes(directory);
    try (Processes.Held held = processes.hold(left.subList(0, Math.min(left.size(), AT_ONCE)))) {
      held.awaitEnd(atMost);
    }
  }

  private void awaitEvent(Path events, Duration atMost) {
    try (CgroupFiles.Watch watch = files.watch(events)) {
      Optional<String> now = watch.read();
      if (KernelText.keyed(now.orElse(""), "populated").orElse(0) == 1) {
        watch.await(atMost);
      }
    }
  }
}
