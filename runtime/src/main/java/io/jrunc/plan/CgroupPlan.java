package io.jrunc.plan;

import io.jrunc.spec.linux.Resources;
import io.jrunc.unit.UnitPlan;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The container's cgroup.
 *
 * @param path from the root of each hierarchy: {@code /jrunc/web1}
 * @param resources the limits, as in config.json
 * @param unit the unit of systemd that it belongs to; empty if it is only a directory
 * @param owner the host's number of the user whom the group is given to; empty if it stays whose it
 *     is
 */
public record CgroupPlan(
    String path, Resources resources, Optional<UnitPlan> unit, OptionalLong owner) {

  /** A group that stays its maker's. */
  public CgroupPlan(String path, Resources resources, Optional<UnitPlan> unit) {
    this(path, resources, unit, OptionalLong.empty());
  }

  /** A cgroup without systemd. */
  public CgroupPlan(String path, Resources resources) {
    this(path, resources, Optional.empty());
  }

  CgroupPlan withOwner(OptionalLong uid) {
    return new CgroupPlan(path, resources, unit, uid);
  }
}
