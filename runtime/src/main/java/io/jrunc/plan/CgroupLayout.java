package io.jrunc.plan;

import java.util.List;
import java.util.Optional;

/**
 * How cgroups are mounted on this host, as mountinfo and /proc/self/cgroup tell.
 *
 * @param hierarchies every mounted hierarchy that we can see
 */
public record CgroupLayout(List<Hierarchy> hierarchies) {

  /**
   * One mounted hierarchy.
   *
   * @param version 1 or 2
   * @param controllers of version 1: its controllers or, with a leading {@code name=}, its name; of
   *     version 2: those in cgroup.controllers of its root
   * @param mountPoint absolute path on the host
   * @param mountRoot which cgroup is visible at the mount point, {@code /} normally
   * @param ownPath the cgroup of this process in it, from the hierarchy's root
   */
  public record Hierarchy(
      int version, List<String> controllers, String mountPoint, String mountRoot, String ownPath) {
    public Hierarchy {
      controllers = List.copyOf(controllers);
    }
  }

  public CgroupLayout {
    hierarchies = List.copyOf(hierarchies);
  }

  /** The hierarchy that has this controller; version 1 before version 2. */
  public Optional<Hierarchy> find(String controller) {
    return hierarchies.stream()
        .filter(h -> h.controllers().contains(controller))
        .min(java.util.Comparator.comparingInt(Hierarchy::version));
  }

  /** Whether version 2 is the only one. */
  public boolean isUnified() {
    return !hierarchies.isEmpty() && hierarchies.stream().allMatch(h -> h.version() == 2);
  }
}
