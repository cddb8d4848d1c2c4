package io.jrunc.host;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
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

  static CgroupLayout layout(MountedCgroups mounted, List<String> selfCgroup) {
    List<CgroupMount> mounts = mounted.mounts();
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (Membership membership : Membership.parse(selfCgroup)) {
      Optional<CgroupMount> mount = mount(mounts, membership);
      if (mount.isPresent()) {
        hierarchies.add(hierarchy(mount.get(), mounted, membership));
      }
    }
    return new CgroupLayout(hierarchies);
  }

  /** The same, with the group that an ordinary user may make groups in. */
  static CgroupLayout layoutForUser(MountedCgroups mounted, List<String> selfCgroup) {
    CgroupLayout layout = layout(mounted, selfCgroup);
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
    for (CgroupMount mount : mounts) {
      boolean fits =
          mount.version() == membership.version()
              && mount.options().containsAll(membership.controllers());
      if (fits && mount.root().equals("/")) {
        return Optional.of(mount);
      }
      if (fits && found.isEmpty()) {
        found = Optional.of(mount);
      }
    }
    return found;
  }

  private static Hierarchy hierarchy(
      CgroupMount mount, MountedCgroups mounted, Membership membership) {
    return new Hierarchy(
        mount.version(),
        mount.version() == 1 ? membership.controllers() : mounted.controllers(mount.point()),
        mount.point(),
        mount.root(),
        membership.path());
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
