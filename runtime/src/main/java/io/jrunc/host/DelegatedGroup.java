package io.jrunc.host;

import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Finds the group of version 2 below which an ordinary user can have containers.
 *
 * <p>It is the caller's own or one above it, since nobody can move a process out of what he may
 * write. A group that has processes can hand no controllers down, so the first without any is best:
 * of a user of systemd that is {@code app.slice}, or {@code user@1000.service}.
 */
final class DelegatedGroup {
  private DelegatedGroup() {}

  /** Its path from the mount point; empty if the user may make no groups. */
  static Optional<String> find(Hierarchy hierarchy) {
    Optional<String> own = hierarchy.ownPathBelowMount();
    if (own.isEmpty() || !isOurs(hierarchy.mountPoint() + own.get())) {
      return Optional.empty();
    }
    String path = own.get();
    while (hasProcesses(hierarchy.mountPoint() + path)) {
      String above = parent(path);
      if (above.equals(path) || !isOurs(hierarchy.mountPoint() + above)) {
        return own;
      }
      path = above;
    }
    return Optional.of(path);
  }

  private static String parent(String path) {
    int end = path.lastIndexOf('/');
    return end <= 0 ? "/" : path.substring(0, end);
  }

  private static boolean isOurs(String group) {
    return new File(group).canWrite() && new File(group, "cgroup.procs").canWrite();
  }

  private static boolean hasProcesses(String group) {
    try (InputStream processes = new FileInputStream(new File(group, "cgroup.procs"))) {
      return processes.read() >= 0;
    } catch (IOException e) {
      return true; // a threaded group doesn't tell
    }
  }
}
