package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.engine.DeleteRequest.Mode;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Signal;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerBusyException;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import io.jrunc.state.StateException;
import java.time.Duration;
import java.util.Optional;

/** Removes containers: their processes, their cgroups and what is remembered of them. */
public final class Delete {
  /** How long another command may work on the container, and how long a killed init may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long {@code create} may take before force is used against its init. */
  private static final Duration SHORT_PATIENCE = Duration.ofMillis(500);

  private final ContainerStore store;
  private final ProcessTable processes;
  private final Kernel kernel;
  private final ContainerGroups groups;
  private final CallingProcess caller;
  private final Warnings warnings;

  /**
   * Nothing happens yet.
   *
   * @param warnings is told which of the last hooks have failed
   */
  public Delete(
      ContainerStore store,
      ProcessTable processes,
      Kernel kernel,
      ContainerGroups groups,
      CallingProcess caller,
      Warnings warnings) {
    this.store = store;
    this.processes = processes;
    this.kernel = kernel;
    this.groups = groups;
    this.caller = caller;
    this.warnings = warnings;
  }

  /**
   * Removes a container.
   *
   * @throws UnknownContainerException when there is none, unless forced
   * @throws NotStoppedException when it runs, unless forced
   */
  public void run(DeleteRequest request) {
    try {
      if (request.mode() == Mode.FORCE) {
        force(request);
      } else {
        deleteStopped(request.id());
      }
    } catch (UnknownContainerException | NotStoppedException | OperationException e) {
      throw e;
    } catch (JruncException e) {
      throw new OperationException("delete", request.id(), e);
    }
  }

  /**
   * Removes a container whose first process has ended, and what it has left. What killed commands
   * have left of other containers stays, as it takes a look at all of them to find that.
   *
   * @param maker only if it was made for this process; for any if empty
   */
  void runAfterEnd(String id, Optional<ProcessIdentity> maker) {
    try {
      forceOne(new DeleteRequest(id, Mode.FORCE, maker));
    } catch (OperationException e) {
      throw e;
    } catch (JruncException e) {
      throw new OperationException("delete", id, e);
    }
  }

  private void deleteStopped(String id) {
    Optional<LockedContainer> found = store.lock(id, PATIENCE);
    if (found.isEmpty()) {
      throw new UnknownContainerException("delete", id);
    }
    try (LockedContainer locked = found.get()) {
      ContainerRecord container = locked.record();
      Status status = ReadState.status(store, groups, container);
      if (status != Status.STOPPED && status != Status.CREATED) {
        throw new NotStoppedException(id, status);
      }
      remove(locked, container, status == Status.STOPPED ? Optional.empty() : killInit(container));
    }
  }

  private void force(DeleteRequest request) {
    forceOne(request);
    store.sweep();
  }

  private void forceOne(DeleteRequest request) {
    String id = request.id();
    Optional<LockedContainer> found = lockByForce(request);
    if (found.isPresent()) {
      try (LockedContainer locked = found.get()) {
        removeDamaged(locked, request);
      }
    } else {
      releaseNetwork(id);
      sweepNetworks();
    }
  }

  /** Somebody else's may have got the name meanwhile. */
  private static boolean isMeant(Optional<ContainerRecord> container, DeleteRequest request) {
    return request.maker().isEmpty()
        || (container.isPresent() && container.get().creator().is(request.maker().get()));
  }

  /** A {@code create} that hangs gives up when its init dies. */
  private Optional<LockedContainer> lockByForce(DeleteRequest request) {
    String id = request.id();
    try {
      return store.lock(id, SHORT_PATIENCE);
    } catch (ContainerBusyException e) {
      Optional<ContainerRecord> container = store.find(id);
      if (container.isPresent()
          && container.get().phase() == Phase.CREATING
          && isMeant(container, request)) {
        Optional<HeldProcess> init = killInit(container.get());
        if (init.isPresent()) {
          init.get().close();
        }
      }
      return store.lock(id, PATIENCE);
    }
  }

  /**
   * Takes back what a container had of the host's network. What can't be taken back, because a
   * library is missing, say, is told: it is no reason to keep the container, and the next command
   * that can will do it.
   */
  private void releaseNetwork(String id) {
    try {
      new Networks(kernel, caller, store.networks(), warnings).release(id);
    } catch (JruncException e) {
      warnings.insist(id + ": network: " + e.getMessage());
    }
  }

  private void sweepNetworks() {
    try {
      new Networks(kernel, caller, store.networks(), warnings).sweep();
    } catch (JruncException e) {
      warnings.insist("network: " + e.getMessage());
    }
  }

  private void removeDamaged(LockedContainer locked, DeleteRequest request) {
    String id = request.id();
    ContainerRecord container;
    try {
      container = locked.record();
    } catch (StateException e) {
      releaseNetwork(id); // of the rest nothing is known that could be undone
      locked.remove();
      warnings.insist(id + ": " + e.getMessage() + "; its processes and cgroups, if any, are left");
      return;
    }
    if (isMeant(Optional.of(container), request)) {
      remove(locked, container, killInit(container));
    }
  }

  /**
   * Removes what there is of a container.
   *
   * @param init which has been killed, and is closed; empty if it had ended
   */
  private void remove(
      LockedContainer locked, ContainerRecord container, Optional<HeldProcess> init) {
    try {
      removeGroups(container, init);
      if (!container.rdt().isEmpty()) {
        new RdtGroups(kernel).remove(container);
      }
      if (Networks.concern(container)) {
        releaseNetwork(container.id());
      }
    } finally {
      if (init.isPresent()) {
        init.get().close();
      }
    }
    Optional<LifecycleHooks> hooks = poststop(locked, container);
    locked.remove();
    if (hooks.isPresent()) {
      hooks.get().runPoststop(container, warnings);
    }
  }

  private void removeGroups(ContainerRecord container, Optional<HeldProcess> init) {
    Cgroup group = groups.of(container);
    if (groups.stillHasProcesses(container, group)) {
      if (groups.isOthersNow(store, container)) {
        return;
      }
      endProcesses(container, group);
    }
    if (init.isPresent() && !init.get().awaitEnd(PATIENCE)) {
      throw new OperationException(
          "delete", container.id(), "process " + init.get().pid() + " doesn't end, though killed");
    }
    groups.remove(container, group);
  }

  /**
   * A frozen init can't end by itself, and without a pid namespace others outlive it. A group that
   * was there before can have others in it, who are nobody's to kill.
   */
  private static void endProcesses(ContainerRecord container, Cgroup group) {
    if (group.isMadeForContainer() || !container.ownPidNamespace()) {
      group.kill();
    } else {
      group.thawAll();
    }
  }

  /** The last hooks, if it has any; nothing about them may keep a container from being removed. */
  private Optional<LifecycleHooks> poststop(LockedContainer locked, ContainerRecord container) {
    if (!container.hooks().contains("poststop")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LifecycleHooks.ofKept(kernel, caller, KeptConfig.read(locked.folder()).hooks()));
    } catch (JruncException e) {
      warnings.insist(container.id() + ": /hooks/poststop: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Init, if it lived; asks nothing of the kernel if it is known to be dead. */
  private Optional<HeldProcess> killInit(ContainerRecord container) {
    if (container.init().isEmpty() || !processes.isStillAlive(container.init().get())) {
      return Optional.empty();
    }
    Optional<HeldProcess> init = HeldProcess.hold(kernel, processes, container.init().get());
    if (init.isPresent()) {
      init.get().signal(Signal.SIGKILL);
    }
    return init;
  }
}
