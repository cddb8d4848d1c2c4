package io.jrunc.engine;

import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;
import io.jrunc.launch.HookActions;
import io.jrunc.launch.Report;
import io.jrunc.launch.Starter;
import io.jrunc.launch.StepFailedException;
import io.jrunc.linux.Kernel;
import io.jrunc.program.Conversation;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.linux.Seccomp;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerBusyException;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import io.jrunc.state.StartStep;
import io.jrunc.state.StateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lets the program of a created container begin. */
final class Start {
  /** How long another command may work on the container. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a killed process may take to end. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final ContainerStore store;
  private final Starter starter;
  private final ProcessTable processes;
  private final Kernel kernel;
  private final ContainerGroups groups;
  private final CallingProcess caller;

  Start(
      ContainerStore store,
      Starter starter,
      ProcessTable processes,
      Kernel kernel,
      ContainerGroups groups,
      CallingProcess caller) {
    this.store = store;
    this.starter = starter;
    this.processes = processes;
    this.kernel = kernel;
    this.groups = groups;
    this.caller = caller;
  }

  /**
   * Returns once the program runs, and hooks have seen it run.
   *
   * @throws StartHookFailedException when the container must be removed
   */
  void run(String id) {
    Optional<LifecycleHooks> hooks;
    ContainerRecord record;
    try (LockedContainer container = lock(id)) {
      record = container.record();
      refuseUnlessCreated(record, ReadState.status(store, groups, record));
      hooks = begin(container, record);
    }
    if (hooks.isPresent()) { // without the lock, for they may ask us for other things
      runPoststart(hooks.get(), record);
    }
  }

  /**
   * The same for a container that was made for it, on record as started, and not let go since; its
   * lock is given back.
   *
   * @throws OperationException when it must be removed, as for all other reasons
   */
  void run(Create.Made made) {
    Optional<LifecycleHooks> hooks;
    try (LockedContainer container = made.container()) {
      hooks = begin(container, made.record());
    }
    if (hooks.isPresent()) {
      runPoststart(hooks.get(), made.record());
    }
  }

  /** Those hooks that are still to be run. */
  private Optional<LifecycleHooks> begin(LockedContainer container, ContainerRecord record) {
    Optional<LifecycleHooks> hooks = hooks(container, record);
    Starter.Started started =
        notifiesAgent(record)
            ? startListened(container, record, hooks)
            : start(container, record, hooks, Optional.empty());
    switch (started.outcome()) {
      case NOBODY_WAITS -> throw hasStopped(record);
      case NO_ANSWER ->
          throw new OperationException(
              "start", record.id(), "the container does not answer; is it frozen?");
      case STARTED -> {
        refuseFailure(record.id(), record, started.report().orElseThrow());
        refuseKilled(record.id(), record);
      }
    }
    return hooks;
  }

  /** Those that run now; from the configuration as it was. */
  private Optional<LifecycleHooks> hooks(LockedContainer container, ContainerRecord record) {
    List<String> kinds = record.hooks();
    if (!kinds.contains("startContainer") && !kinds.contains("poststart")) {
      return Optional.empty();
    }
    return Optional.of(
        LifecycleHooks.ofKept(kernel, caller, KeptConfig.read(container.folder()).hooks()));
  }

  private static void runPoststart(LifecycleHooks hooks, ContainerRecord record) {
    try {
      hooks.run(HookKind.POSTSTART, record, Status.RUNNING);
    } catch (JruncException e) {
      throw new StartHookFailedException(record.id(), e);
    }
  }

  private LockedContainer lock(String id) {
    try {
      Optional<LockedContainer> container = store.lock(id, PATIENCE);
      if (container.isEmpty()) {
        throw new UnknownContainerException("start", id);
      }
      return container.get();
    } catch (StateException | ContainerBusyException e) {
      throw new OperationException("start", id, e);
    }
  }

  private static boolean notifiesAgent(ContainerRecord container) {
    for (StartStep step : container.startSteps()) {
      if (step.pointer().equals("/linux/seccomp/listenerPath")) {
        return true;
      }
    }
    return false;
  }

  /** Without its agent, a program would wait for ever at its first notified call. */
  private Starter.Started startListened(
      LockedContainer container, ContainerRecord created, Optional<LifecycleHooks> hooks) {
    Seccomp profile = Objects.requireNonNull(KeptConfig.read(container.folder()).linux().seccomp());
    State state = ReadState.state(created, Status.CREATED, "");
    Optional<HeldProcess> init = HeldProcess.hold(kernel, processes, created.init().orElseThrow());
    if (init.isEmpty()) {
      return new Starter.Started(Starter.Outcome.NOBODY_WAITS, Optional.empty());
    }
    try (HeldProcess held = init.get();
        FilterListener agent = FilterListener.connect(kernel, profile, state)) {
      return start(container, created, hooks, Optional.of(new Starter.Listening(held.fd(), agent)));
    } catch (OperationException e) {
      throw new OperationException("start", created.id(), e);
    }
  }

  /**
   * Counts the container as started before it is: when this process is killed in between, a plain
   * delete must not take a running container for one that only waits.
   */
  private Starter.Started start(
      LockedContainer container,
      ContainerRecord created,
      Optional<LifecycleHooks> hooks,
      Optional<Starter.Listening> listening) {
    boolean isCounted = created.phase() == Phase.STARTED;
    if (!isCounted) {
      container.update(created.in(Phase.STARTED).withStartSteps(List.of())); // nobody else's use
    }
    boolean started = false;
    try {
      Starter.Started answer =
          starter.start(
              container.folder().startSocket().toString(),
              startContainer(created, hooks),
              listening);
      started = answer.outcome() == Starter.Outcome.STARTED;
      return answer;
    } finally {
      if (!started && !isCounted) { // or else it is removed now
        container.update(created);
      }
    }
  }

  private static Optional<HookActions> startContainer(
      ContainerRecord container, Optional<LifecycleHooks> hooks) {
    if (!container.hooks().contains("startContainer")) {
      return Optional.empty();
    }
    HookActions actions =
        hooks.orElseThrow().inContainer(HookKind.START_CONTAINER, container, Status.CREATED);
    return Optional.of(
        hook -> {
          try {
            actions.hookWaits(hook);
          } catch (JruncException e) {
            throw new StartHookFailedException(container.id(), e);
          }
        });
  }

  private void refuseUnlessCreated(ContainerRecord record, Status status) {
    String id = record.id();
    switch (status) {
      case CREATED -> {}
      case STOPPED -> throw hasStopped(record);
      case PAUSED ->
          throw new OperationException(
              "start", id, "cannot start a container in the paused state; resume it first");
      case RUNNING ->
          throw new OperationException("start", id, "cannot start an already running container");
      case CREATING ->
          throw new OperationException("start", id, "the container is still being created");
    }
  }

  /** With the reason, if it is that even waiting took too much memory. */
  private OperationException hasStopped(ContainerRecord record) {
    Optional<String> reason = OutOfMemory.reason(groups.of(record), 0);
    String words = "cannot start a container that has stopped"; // engines know them
    return reason.isEmpty()
        ? new OperationException("start", record.id(), words)
        : new OperationException("start", record.id(), OutOfMemory.failure(words, reason.get()));
  }

  /** What runs out of memory in execve(2) is killed in it, and can't report that any more. */
  private void refuseKilled(String id, ContainerRecord record) {
    ProcessIdentity init = record.init().orElseThrow();
    if (hasBecomeItsProgram(init)) {
      return;
    }
    Optional<String> reason = OutOfMemory.reason(groups.of(record), 0);
    if (reason.isEmpty()) {
      return;
    }
    Optional<HeldProcess> held = HeldProcess.hold(kernel, processes, init);
    if (held.isPresent()) {
      try (HeldProcess dying = held.get()) {
        dying.awaitEnd(SOON);
      }
    }
    if (!hasBecomeItsProgram(init)) {
      throw new OperationException(
          "start", id, OutOfMemory.failure("start the program", reason.get()));
    }
  }

  private boolean hasBecomeItsProgram(ProcessIdentity init) {
    Optional<String> name = processes.name(init.pid());
    return name.isPresent() && !name.get().equals(Conversation.INIT);
  }

  private void refuseFailure(String id, ContainerRecord record, Report report) {
    if (!report.hasFailed()) {
      return;
    }
    StartStep step = new StartStep(0, "", "start the program");
    for (StartStep candidate : record.startSteps()) {
      if (candidate.index() == report.at()) {
        step = candidate;
      }
    }
    StepFailedException refused = StepFailedException.refused(step.pointer(), step.why(), report);
    throw new OperationException("start", id, OutOfMemory.explain(refused, groups.of(record), 0));
  }
}
