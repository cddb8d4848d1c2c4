package io.jrunc.engine;

import io.jrunc.cgroup.FreezerState;
import io.jrunc.error.OperationException;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.StateException;
import java.util.Optional;

/** Tells what a container is doing. */
public final class ReadState {
  private final ContainerStore store;
  private final ContainerGroups groups;

  public ReadState(ContainerStore store, ContainerGroups groups) {
    this.store = store;
    this.groups = groups;
  }

  /**
   * The state of one container, without its owner's name, as runc has it.
   *
   * @throws UnknownContainerException when there is none
   */
  public State run(String id) {
    ContainerRecord container = find(store, "state", id);
    return state(container, status(store, groups, container), "");
  }

  /** What a container is doing, and whether it may; which only its cgroup knows. */
  static Status status(ContainerStore store, ContainerGroups groups, ContainerRecord container) {
    Status status = store.status(container);
    boolean mayBePaused = status == Status.RUNNING || status == Status.CREATED;
    return mayBePaused && groups.of(container).freezerState() == FreezerState.FROZEN
        ? Status.PAUSED
        : status;
  }

  /** What is on record of a container that an operation needs. */
  static ContainerRecord find(ContainerStore store, String operation, String id) {
    try {
      Optional<ContainerRecord> container = store.find(id);
      if (container.isEmpty()) {
        throw new UnknownContainerException(operation, id);
      }
      return container.get();
    } catch (StateException e) {
      throw new OperationException(operation, id, e);
    }
  }

  /** A stopped container has no pid, because another process may have it now. */
  static State state(ContainerRecord container, Status status, String owner) {
    boolean hasInit = status != Status.STOPPED && container.init().isPresent();
    return new State(
        container.ociVersion(),
        container.id(),
        hasInit ? container.init().get().pid() : 0,
        status,
        container.bundle().toString(),
        container.rootfs().toString(),
        container.created(),
        container.annotations(),
        owner);
  }
}
