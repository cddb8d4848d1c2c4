package io.jrunc.engine;

import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.unit.UnitPlan;
import io.jrunc.unit.UnitProperty;
import java.util.Optional;

/** Shows what {@link Create} would do, and does nothing. */
final class PlanListing {
  private final Drafting drafting;
  private final Cgroups cgroups;
  private final Rootless rootless;

  PlanListing(Drafting drafting, Cgroups cgroups, Rootless rootless) {
    this.drafting = drafting;
    this.cgroups = cgroups;
    this.rootless = rootless;
  }

  /**
   * The program's listing, with what is set in the cgroups, the network, the unit of systemd, if
   * any, and a last line for each warning.
   */
  String run(CreateRequest request) {
    Blueprint blueprint = drafting.draw(request);
    StringBuilder text = new StringBuilder(blueprint.program().listing());
    CgroupAccess access = rootless.access(blueprint.host());
    text.append(cgroups.listing(blueprint.plan().cgroup(), blueprint.host().cgroups(), access));
    if (!blueprint.plan().network().isEmpty()) {
      text.append(new NetworkListing().text(blueprint.plan().network()));
    }
    Optional<UnitPlan> unit = blueprint.plan().cgroup().unit();
    if (unit.isPresent()) {
      append(unit.get(), request.id(), text);
    }
    for (String warning : blueprint.warnings()) {
      text.append("\nwarning: ").append(warning);
    }
    return text.toString();
  }

  /** Without the limits, which are known when there is a group for them. */
  private static void append(UnitPlan unit, String id, StringBuilder text) {
    text.append("\n# unit ").append(unit.name().name()).append(" of systemd, with init in it, at ");
    text.append(unit.path());
    for (UnitProperty property : unit.start(id, "IOAccounting")) {
      text.append("\n    ").append(property);
    }
  }
}
