package io.jrunc.cgroup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which controllers a group can use, and in which version of cgroups each of them is.
 *
 * @param versions by the controller's name, such as {@code memory}
 */
public record Controllers(Map<String, CgroupVersion> versions) {
  public Controllers {
    versions = Map.copyOf(versions);
  }

  /** Those of a group's directories; a controller is in one hierarchy only. */
  static Controllers of(CgroupPaths paths) {
    Map<String, CgroupVersion> versions = new LinkedHashMap<>();
    for (CgroupPaths.Entry entry : paths.entries()) {
      for (String controller : entry.controllers()) {
        versions.putIfAbsent(controller, entry.version());
      }
    }
    return new Controllers(versions);
  }

  /** Where the controller is; empty if the group can't use it. */
  public Optional<CgroupVersion> versionOf(String controller) {
    return Optional.ofNullable(versions.get(controller));
  }

  /** Whether there are groups of version 2 alone. */
  boolean areUnified() {
    return !versions.isEmpty() && !versions.containsValue(CgroupVersion.V1);
  }
}
