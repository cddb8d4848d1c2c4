package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupException;
import io.jrunc.cgroup.FreezerState;
import io.jrunc.engine.KillRequest.Scope;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Signal;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.ProcessTable;
import java.util.Optional;

/**
 * Sends signals to containers. Needs no lock: the processes are held while it looks, and a
 * container that is being started or deleted may be killed.
 */
public final class Kill {
  private final ContainerStore store;
  private final ProcessTable processes;
  private final Kernel kernel;
  private final ContainerGroups groups;

  /** Nothing happens yet. */
  public Kill(ContainerStore store, ProcessTable processes, Kernel kernel, ContainerGroups groups) {
    this.store = store;
    this.processes = processes;
    this.kernel = kernel;
    this.groups = groups;
  }

  /**
   * Sends a signal.
   *
   * @throws UnknownContainerException when there is no such container
   * @throws OperationException when init is to get it, and doesn't run
   */
  public void run(KillRequest request) {
    ContainerRecord container = ReadState.find(store, "kill", request.id());
    try {
      if (request.scope() == Scope.ALL) {
        signalAll(container, request.signal());
      } else {
        signalInit(container, request.signal());
      }
    } catch (KernelException | CgroupException e) {
      throw new OperationException("kill", request.id(), e);
    }
  }

  private void signalInit(ContainerRecord container, Signal signal) {
    Status status = store.status(container);
    if (status == Status.STOPPED || status == Status.CREATING || !sent(container, signal)) {
      throw new OperationException("kill", container.id(), "container not running");
    }
    if (isKill(signal)) {
      Cgroup group = groups.of(container);
      // without a pid namespace of its own nothing else ends with init, and what is frozen
      // (version 1) dies when it thaws
      if (!container.ownPidNamespace() || group.freezerState() != FreezerState.THAWED) {
        group.kill();
      }
    }
  }

  private static boolean isKill(Signal signal) {
    return signal.number() == Signal.SIGKILL.number();
  }

  private boolean sent(ContainerRecord container, Signal signal) {
    Optional<HeldProcess> init =
        HeldProcess.hold(kernel, processes, container.init().orElseThrow());
    if (init.isEmpty()) {
      return false;
    }
    try (HeldProcess held = init.get()) {
      return held.signal(signal);
    }
  }

  /** Needs no init: what it has left behind, in the host's pid namespace say, is reached too. */
  private void signalAll(ContainerRecord container, Signal signal) {
    if (container.cgroups().isEmpty()) {
      signalAlone(container, signal);
      return;
    }
    if (groups.isOthersNow(store, container)) {
      return;
    }
    Cgroup group = groups.of(container);
    if (isKill(signal)) {
      group.kill();
    } else {
      group.signal(signal);
    }
  }

  /** Without a group only init is known; in a pid namespace of its own all others end with it. */
  private void signalAlone(ContainerRecord container, Signal signal) {
    if (container.init().isPresent()) {
      sent(container, signal);
    }
  }
}
