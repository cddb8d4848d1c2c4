package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupException;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import java.nio.file.Path;
import java.util.Optional;

/** Lets the processes of a paused container go on. */
final class Resume {
  private final ContainerStore store;
  private final ContainerGroups groups;

  Resume(ContainerStore store, ContainerGroups groups) {
    this.store = store;
    this.groups = groups;
  }

  /**
   * Resumes a container that is paused, or that was only partly paused.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it isn't paused, or stays so with a group above it
   */
  void run(String id) {
    ContainerRecord container = ReadState.find(store, "resume", id);
    Cgroup group = groups.of(container);
    try {
      if (store.status(container) == Status.STOPPED || !group.isToldToFreeze()) {
        throw notPaused(id, group);
      }
      group.thaw();
    } catch (CgroupException | KernelException e) {
      throw new OperationException("resume", id, e);
    }
  }

  private static OperationException notPaused(String id, Cgroup group) {
    Optional<Path> above = group.frozenAbove();
    return new OperationException(
        "resume",
        id,
        above.isEmpty()
            ? "container not paused"
            : "container not paused; the cgroup above it is frozen: " + above.get());
  }
}
