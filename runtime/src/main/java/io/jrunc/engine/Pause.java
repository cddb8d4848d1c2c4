package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupException;
import io.jrunc.cgroup.FreezerState;
import io.jrunc.error.JruncException;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;

/**
 * Stops all processes of a container where they are. Needs no lock: nothing on record changes, and
 * whoever kills or deletes the container meanwhile lets them go on.
 */
final class Pause {
  private final ContainerStore store;
  private final ContainerGroups groups;

  Pause(ContainerStore store, ContainerGroups groups) {
    this.store = store;
    this.groups = groups;
  }

  /**
   * Pauses a container that is created or running.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when it doesn't run, or can't be paused; then it goes on
   */
  void run(String id) {
    ContainerRecord container = ReadState.find(store, "pause", id);
    Cgroup group = groups.of(container);
    boolean isPaused = group.isToldToFreeze() && group.freezerState() == FreezerState.FROZEN;
    if (isPaused || !mayRun(container)) {
      throw notRunning(id);
    }
    try {
      group.freeze();
      if (!mayRun(container)) {
        group.thaw();
        throw notRunning(id);
      }
    } catch (CgroupException | KernelException e) {
      throw explained(container, e);
    }
  }

  private boolean mayRun(ContainerRecord container) {
    Status status = store.status(container);
    return status == Status.RUNNING || status == Status.CREATED;
  }

  /** When a container ends meanwhile, its groups are of no more interest. */
  private OperationException explained(ContainerRecord container, JruncException e) {
    return mayRun(container)
        ? new OperationException("pause", container.id(), e)
        : notRunning(container.id());
  }

  private static OperationException notRunning(String id) {
    return new OperationException("pause", id, "container not running");
  }
}
