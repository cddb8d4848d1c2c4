package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.cgroup.CgroupPaths;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Pid;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ServiceUnit;
import io.jrunc.systemd.Systemd;
import io.jrunc.systemd.SystemdException;
import io.jrunc.unit.ServiceManager.Kind;
import io.jrunc.unit.UnitPlan;
import io.jrunc.unit.UnitProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the cgroups of a container made by systemd, as a transient unit that begins with init in it.
 *
 * <p>The record names the unit before it is started, but not as the container's own: another may
 * have a unit of that name. If this process dies in between, init dies with it, and systemd forgets
 * the unit because it is empty.
 */
final class UnitPlacement implements Placement {
  private final Cgroups cgroups;
  private final Systemd systemd;
  private final Blueprint blueprint;
  private final CgroupPlan plan;
  private final UnitPlan unit;
  private final CgroupAccess access;
  private final LockedContainer container;
  private final Rollback rollback;
  private Optional<CgroupPaths> paths = Optional.empty();

  UnitPlacement(
      Cgroups cgroups,
      Systemd systemd,
      Blueprint blueprint,
      CgroupAccess access,
      LockedContainer container,
      Rollback rollback) {
    this.cgroups = cgroups;
    this.systemd = systemd;
    this.blueprint = blueprint;
    this.plan = blueprint.plan().cgroup();
    this.unit = plan.unit().orElseThrow();
    this.access = access;
    this.container = container;
    this.rollback = rollback;
  }

  @Override
  public void prepare() {
    boolean isUnified = blueprint.host().cgroups().isUnified();
    if (unit.manager().kind() == Kind.USER && !isUnified) {
      throw new OperationException(
          "--systemd-cgroup", "", "an ordinary user needs cgroup version 2 alone for it");
    }
    CgroupPaths located = cgroups.locate(plan, blueprint.host().cgroups());
    cgroups.settings(
        located, plan.resources()); // what can't be kept is told before anything is made
    paths = Optional.of(located);
  }

  @Override
  public Cgroup place(Pid init, ProcessIdentity identity) {
    CgroupPaths located = paths.orElseThrow();
    String name = unit.name().name();
    container.update(
        container
            .record()
            .withInit(identity)
            .withUnit(new ServiceUnit(unit.manager().kind().word(), name))
            .withCgroups(located.unmade().toLines()));
    start(name, properties(init, located));
    rollback.push(() -> UnitGroups.remove(systemd, name, cgroups.open(located, access)));
    container.update(container.record().withCgroups(located.toLines()));
    Cgroup made = cgroups.adopt(located, plan.resources(), access);
    made.attach(init);
    Placement.giveAway(made, plan);
    container.update(container.record().withCgroups(made.paths().toLines()));
    return made;
  }

  private List<UnitProperty> properties(Pid init, CgroupPaths located) {
    boolean isUnified = blueprint.host().cgroups().isUnified();
    List<UnitProperty> properties =
        new ArrayList<>(
            unit.start(container.record().id(), isUnified ? "IOAccounting" : "BlockIOAccounting"));
    if (!unit.name().isSlice()) {
      properties.add(Systemd.processes(init.number()));
    }
    int version = unit.manager().version();
    properties.addAll(UnitGroups.limits(cgroups.settings(located, plan.resources()), version));
    if (access == CgroupAccess.REQUIRED) {
      properties.addAll(UnitGroups.devices(plan.resources(), isUnified));
    }
    return properties;
  }

  private void start(String name, List<UnitProperty> properties) {
    try {
      systemd.start(name, properties);
    } catch (SystemdException e) {
      throw new OperationException("start unit", name, e);
    }
  }
}
