package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.cgroup.CgroupPaths;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/** Makes the cgroups of a container as directories, with their limits before anything runs. */
final class FilePlacement implements Placement {
  private final Cgroups cgroups;
  private final Blueprint blueprint;
  private final CgroupAccess access;
  private final LockedContainer container;
  private final Rollback rollback;
  private Optional<Cgroup> cgroup = Optional.empty();
  private boolean isCharged = true;

  FilePlacement(
      Cgroups cgroups,
      Blueprint blueprint,
      CgroupAccess access,
      LockedContainer container,
      Rollback rollback) {
    this.cgroups = cgroups;
    this.blueprint = blueprint;
    this.access = access;
    this.container = container;
    this.rollback = rollback;
  }

  /** The record with the groups that this process will make, if it is to make them. */
  static ContainerRecord locate(Cgroups cgroups, Blueprint blueprint, ContainerRecord record) {
    return blueprint.plan().cgroup().unit().isEmpty()
        ? record.withCgroups(
            cgroups.locate(blueprint.plan().cgroup(), blueprint.host().cgroups()).toLines())
        : record;
  }

  @Override
  public void prepare() {
    CgroupPaths paths = CgroupPaths.parse(container.record().cgroups());
    Cgroup made = cgroups.create(paths, blueprint.plan().cgroup().resources(), access);
    rollback.push(made::delete);
    Placement.giveAway(made, blueprint.plan().cgroup());
    if (!blueprint.bundle().spec().hooks().createContainer().isEmpty()) {
      rollback.push(made::kill); // what they have left there need not end with init
    }
    List<String> lines = made.paths().toLines();
    if (!lines.equals(container.record().cgroups())) { // another took a parent away meanwhile
      container.update(container.record().withCgroups(lines));
    }
    cgroup = Optional.of(made);
  }

  @Override
  public Cgroup place(Pid init, ProcessIdentity identity) {
    Cgroup made = cgroup.orElseThrow();
    if (blueprint.plan().cgroup().entrance().isPresent()) {
      made.attachUnified(init); // it has entered the others
    } else if (blueprint.plan().namespaces().creates(NamespaceType.CGROUP)) {
      made.attach(init); // the namespace's root is where init is when it is made
    } else {
      made.attachAllButMemory(init);
      isCharged = false;
    }
    container.update(container.record().withInit(identity));
    return made;
  }

  @Override
  public Fd openTaskFile(String file) {
    return cgroup.orElseThrow().openTaskFile(file);
  }

  @Override
  public void chargeMemory(Pid init) {
    if (!isCharged) {
      cgroup.orElseThrow().attachMemory(init);
      isCharged = true;
    }
  }
}
