package io.jrunc.engine;

import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.rdt.RdtGroup;
import io.jrunc.rdt.Resctrl;
import io.jrunc.rdt.SchemataChange;
import io.jrunc.spec.linux.IntelRdt;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The places in the resctrl file system of containers that have one. For others not even this class
 * is loaded.
 */
final class RdtGroups {
  private final Kernel kernel;
  private final Path mountinfo;

  RdtGroups(Kernel kernel) {
    this(kernel, Path.of("/proc/self/mountinfo"));
  }

  /**
   * The same with another list of mounts.
   *
   * @param mountinfo a file in the form of proc_pid_mountinfo(5)
   */
  RdtGroups(Kernel kernel, Path mountinfo) {
    this.kernel = kernel;
    this.mountinfo = mountinfo;
  }

  /**
   * Makes what is asked for; the record names it before it exists, so that a crash can't hide it.
   */
  void make(IntelRdt asked, LockedContainer container, Rollback rollback) {
    RdtGroup group = resctrl().locate(asked, container.record().id());
    container.update(container.record().withRdt(group.toLines()));
    resctrl().create(group, asked);
    rollback.push(() -> resctrl().undo(group));
  }

  /** Puts a process that has one thread where the container is. */
  void join(ContainerRecord container, Pid pid) {
    resctrl().attach(group(container), pid);
  }

  /**
   * Changes the container's shares.
   *
   * @param l3CacheSchema lines for the cache; empty to leave it
   * @param memBwSchema a line for bandwidth; empty to leave it
   */
  SchemataChange change(ContainerRecord container, String l3CacheSchema, String memBwSchema) {
    return resctrl().change(group(container), l3CacheSchema, memBwSchema);
  }

  /** Removes what is the container's alone, and what it has made in vain. */
  void remove(ContainerRecord container) {
    if (container.phase() == Phase.CREATING) {
      resctrl().undo(group(container));
    } else {
      resctrl().delete(group(container));
    }
  }

  private static RdtGroup group(ContainerRecord container) {
    Optional<RdtGroup> group = RdtGroup.parse(container.rdt());
    return group.orElseThrow();
  }

  private Resctrl resctrl() {
    return new Resctrl(kernel, mountinfo);
  }
}
