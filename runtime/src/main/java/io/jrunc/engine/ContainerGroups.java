package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.cgroup.CgroupPaths;
import io.jrunc.cgroup.CgroupWriteException;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.cgroup.HalfAppliedException;
import io.jrunc.cgroup.LimitChange;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.plan.ResourceChange;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.Phase;
import io.jrunc.state.ServiceUnit;
import io.jrunc.state.StateException;
import io.jrunc.systemd.Systemd;
import io.jrunc.systemd.SystemdException;
import io.jrunc.systemd.SystemdException.Reason;
import io.jrunc.unit.UnitProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the cgroups of containers that were made before. */
public final class ContainerGroups {
  private final Cgroups cgroups;
  private final Services services;

  ContainerGroups(Cgroups cgroups, Services services) {
    this.cgroups = cgroups;
    this.services = services;
  }

  /**
   * The groups that are the container's own. While it is being made that isn't certain of groups
   * which were there before: somebody else may live in them, and then the container is refused.
   */
  public Cgroup of(ContainerRecord container) {
    CgroupPaths paths = CgroupPaths.parse(container.cgroups());
    if (container.phase() == Phase.CREATING) {
      List<CgroupPaths.Entry> own = new ArrayList<>();
      for (CgroupPaths.Entry entry : paths.entries()) {
        if (entry.made() > 0) {
          own.add(entry);
        }
      }
      paths = new CgroupPaths(own);
    }
    return cgroups.open(paths, CgroupAccess.REQUIRED);
  }

  /**
   * Whether something is left in the groups of a container that has ended, or is about to be
   * removed. That the kernel lets a group go is the cheapest way to know that nothing is; but a
   * unit's groups are systemd's.
   *
   * @param group what {@link #of} has found
   */
  boolean stillHasProcesses(ContainerRecord container, Cgroup group) {
    boolean isRemoved = container.unit().isEmpty() && group.removeIfUnused();
    return !isRemoved && !group.processes().isEmpty();
  }

  /**
   * Removes the groups of a container, in which nothing runs any more.
   *
   * @param group what {@link #of} has found
   */
  void remove(ContainerRecord container, Cgroup group) {
    boolean isOwn = !group.paths().entries().isEmpty();
    if (isOwn && container.unit().isPresent()) {
      stop(container.unit().get());
    }
    group.delete();
  }

  private void stop(ServiceUnit unit) {
    try {
      services.of(unit.manager()).stop(unit.name());
    } catch (SystemdException e) {
      // its groups are empty and go now, so that there is nothing left for it to do
      if (e.reason() != Reason.NO_ANSWER) {
        throw new OperationException("stop unit", unit.name(), e);
      }
    }
  }

  /**
   * Changes limits of a container that lives; what they don't name stays as it is. When one can't
   * be had, all is put back.
   *
   * @param changes with all that they depend on; see {@link ResourceChange#complete}
   * @param kept the present limits
   * @return what was changed, to undo it should something else fail
   * @throws OperationException if systemd refuses a limit of its unit; then all is put back
   * @throws io.jrunc.cgroup.CgroupException if a limit can't be kept; nothing is written then
   * @throws io.jrunc.cgroup.CgroupWriteException if the kernel refuses a limit
   * @throws io.jrunc.cgroup.HalfAppliedException if one is refused and another can't be put back
   */
  public LimitChange update(ContainerRecord container, Resources changes, Resources kept) {
    Cgroup group = of(container);
    LimitChange change = group.change(changes, kept.devices());
    if (container.unit().isPresent()) {
      boolean isUnified = group.isUnified();
      boolean hasDevices = !changes.devices().isEmpty();
      tell(
          container.unit().get(),
          change,
          hasDevices ? UnitGroups.devices(kept, isUnified) : List.of(),
          hasDevices ? UnitGroups.devices(changes, isUnified) : List.of());
    }
    return change;
  }

  /**
   * systemd writes the files as well, as exactly as it knows the limits; so they are put right. On
   * version 2 it has a device filter of its own beside ours, and a device must pass both.
   */
  private void tell(
      ServiceUnit unit,
      LimitChange change,
      List<UnitProperty> devicesBefore,
      List<UnitProperty> devices) {
    try {
      Systemd systemd = services.of(unit.manager());
      int version = systemd.manager().version();
      List<UnitProperty> before = new ArrayList<>(UnitGroups.limits(change.before(), version));
      List<UnitProperty> now = new ArrayList<>(UnitGroups.limits(change.written(), version));
      before.addAll(devicesBefore);
      now.addAll(devices);
      if (!now.isEmpty()) {
        change.undoBefore(() -> systemd.set(unit.name(), before));
        systemd.set(unit.name(), now);
        change.again();
      }
    } catch (SystemdException | KernelException | CgroupWriteException e) {
      List<String> stuck = change.undo();
      throw stuck.isEmpty()
          ? new OperationException("change unit", unit.name(), e)
          : new HalfAppliedException(stuck, e);
    }
  }

  /**
   * Whether the groups of a container that has ended are another's by now: of one that was given
   * the same path. What lives there must be left alone then.
   */
  boolean isOthersNow(ContainerStore store, ContainerRecord container) {
    if (store.status(container) != Status.STOPPED || of(container).processes().isEmpty()) {
      return false;
    }
    for (String id : store.ids()) {
      Optional<ContainerRecord> other =
          id.equals(container.id()) ? Optional.empty() : find(store, id);
      if (other.isPresent()
          && store.status(other.get()) != Status.STOPPED
          && shares(container, other.get())) {
        return true;
      }
    }
    return false;
  }

  /** One that can't be read has no say. */
  private static Optional<ContainerRecord> find(ContainerStore store, String id) {
    try {
      return store.find(id);
    } catch (StateException e) {
      return Optional.empty();
    }
  }

  private static boolean shares(ContainerRecord one, ContainerRecord other) {
    Set<Path> directories = new HashSet<>();
    for (CgroupPaths.Entry entry : CgroupPaths.parse(one.cgroups()).entries()) {
      directories.add(entry.directory());
    }
    for (CgroupPaths.Entry entry : CgroupPaths.parse(other.cgroups()).entries()) {
      if (directories.contains(entry.directory())) {
        return true;
      }
    }
    return false;
  }
}
