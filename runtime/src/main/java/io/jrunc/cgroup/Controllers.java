package io.jrunc.cgroup;

import io.jrunc.plan.CgroupLayout;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which controllers a group can use, and in which version of cgroups each of them is.
 *
 * @param versions by the controller's name, such as {@code memory}
 * @param isUnified whether version 2 is there and version 1 is not, but for hierarchies without
 *     controllers
 */
public record Controllers(Map<String, CgroupVersion> versions, boolean isUnified) {

  /** Stands for what every group of version 2 has, whatever its controllers: its cgroup.* files. */
  static final String CORE = "cgroup";

  public Controllers {
    versions = Map.copyOf(versions);
  }

  /** Those of a host. */
  static Controllers of(CgroupLayout layout) {
    Collector collector = new Collector();
    for (Hierarchy hierarchy : layout.hierarchies()) {
      collector.add(CgroupVersion.of(hierarchy.version()), hierarchy.controllers());
    }
    return collector.toControllers();
  }

  /** Those of a group's directories. */
  static Controllers of(CgroupPaths paths) {
    Collector collector = new Collector();
    for (CgroupPaths.Entry entry : paths.entries()) {
      collector.add(entry.version(), entry.controllers());
    }
    return collector.toControllers();
  }

  /** Where the controller is; empty if the group can't use it. */
  public Optional<CgroupVersion> versionOf(String controller) {
    return Optional.ofNullable(versions.get(controller));
  }

  /** Whether a controller, or {@link #CORE}, is in a hierarchy. */
  static boolean isIn(CgroupVersion version, List<String> controllers, String controller) {
    return controllers.contains(controller)
        || (version == CgroupVersion.V2 && controller.equals(CORE));
  }

  private static final class Collector {
    private final Map<String, CgroupVersion> versions = new LinkedHashMap<>();
    private boolean hasV1;
    private boolean hasV2;

    void add(CgroupVersion version, List<String> controllers) {
      hasV2 |= version == CgroupVersion.V2;
      for (String controller : controllers) {
        if (!controller.startsWith("name=")) {
          hasV1 |= version == CgroupVersion.V1;
          versions.putIfAbsent(controller, version);
        }
      }
    }

    Controllers toControllers() {
      if (hasV2) {
        versions.put(CORE, CgroupVersion.V2);
      }
      return new Controllers(versions, hasV2 && !hasV1);
    }
  }
}
