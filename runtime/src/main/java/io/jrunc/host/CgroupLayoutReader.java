package io.jrunc.host;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together which hierarchies there are (/proc/self/cgroup) and where they are mounted. Names
 * of directories say nothing: clients make directories in the names of controllers that aren't
 * mounted.
 */
final class CgroupLayoutReader {
  private CgroupLayoutReader() {}

  static CgroupLayout layout(List<CgroupMount> mounts, List<String> selfCgroup) {
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (Membership membership : Membership.parse(selfCgroup)) {
      Optional<CgroupMount> mount = mount(mounts, membership);
      if (mount.isPresent()) {
        hierarchies.add(hierarchy(mount.get(), membership));
      }
    }
    return new CgroupLayout(hierarchies);
  }

  /** The same, with the group that an ordinary user may make groups in. */
  static CgroupLayout layoutForUser(List<CgroupMount> mounts, List<String> selfCgroup) {
    CgroupLayout layout = layout(mounts, selfCgroup);
    if (layout.isUnified()) {
      for (Hierarchy hierarchy : layout.hierarchies()) {
        if (hierarchy.version() == 2) {
          return new CgroupLayout(layout.hierarchies(), DelegatedGroup.find(hierarchy));
        }
      }
    }
    return layout;
  }

  /** Where the hierarchy is mounted as a whole, or else where a part of it is. */
  private static Optional<CgroupMount> mount(List<CgroupMount> mounts, Membership membership) {
    Optional<CgroupMount> found = Optional.empty();
    for (int i = 0; i < mounts.size(); i++) {
      CgroupMount mount = mounts.get(i);
      boolean fits =
          mount.version() == membership.version()
              && mount.options().containsAll(membership.controllers())
              && isVisible(i, mounts);
      if (fits && mount.root().equals("/")) {
        return Optional.of(mount);
      }
      if (fits && found.isEmpty()) {
        found = Optional.of(mount);
      }
    }
    return found;
  }

  /** Whether nothing was mounted over it later. */
  private static boolean isVisible(int index, List<CgroupMount> mounts) {
    String point = mounts.get(index).point();
    for (int later = index + 1; later < mounts.size(); later++) {
      if (mounts.get(later).point().equals(point)) {
        return false;
      }
    }
    return new File(point, "cgroup.procs").exists(); // every group has it, and nothing else
  }

  private static Hierarchy hierarchy(CgroupMount mount, Membership membership) {
    return new Hierarchy(
        mount.version(),
        mount.version() == 1 ? membership.controllers() : controllers(mount.point()),
        mount.point(),
        mount.root(),
        membership.path());
  }

  private static List<String> controllers(String mountPoint) {
    try {
      String line = Files.readString(Path.of(mountPoint, "cgroup.controllers")).trim();
      return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    } catch (IOException e) {
      return List.of(); // hidden by another mount just now
    }
  }

  /**
   * A line of /proc/self/cgroup: {@code 4:memory:/user}, {@code 9:name=systemd:/} or {@code 0::/}.
   *
   * @param controllers of version 1: names of controllers, or {@code name=} and a name
   * @param path of the cgroup that we are in
   */
  record Membership(int version, List<String> controllers, String path) {
    Membership {
      controllers = List.copyOf(controllers);
    }

    static List<Membership> parse(List<String> lines) {
      List<Membership> memberships = new ArrayList<>();
      for (String line : lines) {
        String[] fields = line.split(":", 3);
        if (fields.length == 3) {
          memberships.add(
              fields[1].isEmpty()
                  ? new Membership(2, List.of(), fields[2])
                  : new Membership(1, List.of(fields[1].split(",", -1)), fields[2]));
        }
      }
      return memberships;
    }
  }
}
