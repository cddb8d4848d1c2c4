package io.jrunc.plan;

import java.util.List;
import java.util.Optional;

/**
 * How cgroups are mounted on this host, as mountinfo and /proc/self/cgroup tell.
 *
 * @param hierarchies every mounted hierarchy that we can see
 * @param delegated the group of version 2, from the mount point, below which this process can make
 *     groups though it isn't root; empty if there is none, and for root, who can everywhere
 */
public record CgroupLayout(List<Hierarchy> hierarchies, Optional<String> delegated) {

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

    /**
     * The cgroup of this process from the mount point, {@code /} for what is there itself; empty if
     * it can't be seen there.
     */
    public Optional<String> ownPathBelowMount() {
      if (ownPath.equals(mountRoot)) {
        return Optional.of("/");
      }
      if (ownPath.startsWith("/..")) {
        return Optional.empty();
      }
      if (mountRoot.equals("/")) {
        return Optional.of(ownPath);
      }
      return ownPath.startsWith(mountRoot + "/")
          ? Optional.of(ownPath.substring(mountRoot.length()))
          : Optional.empty();
    }

    private boolean limitsInVersion1() {
      for (String controller : controllers) {
        if (version == 1 && !controller.startsWith("name=")) {
          return true;
        }
      }
      return false;
    }
  }

  public CgroupLayout {
    hierarchies = List.copyOf(hierarchies);
  }

  /** Hierarchies none of which was given to this process. */
  public CgroupLayout(List<Hierarchy> hierarchies) {
    this(hierarchies, Optional.empty());
  }

  /** The hierarchy that has this controller; version 1 before version 2. */
  public Optional<Hierarchy> find(String controller) {
    return hierarchies.stream()
        .filter(h -> h.controllers().contains(controller))
        .min(java.util.Comparator.comparingInt(Hierarchy::version));
  }

  /**
   * Whether version 2 is there and version 1 limits nothing: what hierarchies of it there are have
   * a name but no controllers.
   */
  public boolean isUnified() {
    boolean found = false;
    for (Hierarchy hierarchy : hierarchies) {
      found |= hierarchy.version() == 2;
      if (hierarchy.limitsInVersion1()) {
        return false;
      }
    }
    return found;
  }
}
