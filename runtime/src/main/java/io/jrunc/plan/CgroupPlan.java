package io.jrunc.plan;

import io.jrunc.spec.linux.Resources;
import io.jrunc.unit.UnitPlan;
import java.util.Optional;

/**
 * The container's cgroup.
 *
 * @param path from the root of each hierarchy: {@code /jrunc/web1}
 * @param resources the limits, as in config.json
 * @param unit the unit of systemd that it belongs to; empty if it is only a directory
 */
public record CgroupPlan(String path, Resources resources, Optional<UnitPlan> unit) {

  /** A cgroup without systemd. */
  public CgroupPlan(String path, Resources resources) {
    this(path, resources, Optional.empty());
  }
}
