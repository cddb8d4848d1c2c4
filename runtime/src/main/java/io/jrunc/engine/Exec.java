package io.jrunc.engine;

import io.jrunc.bundle.BundleReader;
import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.FreezerState;
import io.jrunc.cgroup.SubGroups;
import io.jrunc.engine.ExecRequest.WhenPaused;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.host.HostReader;
import io.jrunc.host.JoinReader;
import io.jrunc.launch.ExecutableCheck;
import io.jrunc.launch.HostActions;
import io.jrunc.launch.InitFiles;
import io.jrunc.launch.Launcher;
import io.jrunc.launch.Report;
import io.jrunc.launch.StepFailedException;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SignalSet;
import io.jrunc.plan.ExecPlan;
import io.jrunc.plan.ExecPlanner;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.JoinPlan;
import io.jrunc.plan.MountIdMap.Ranges;
import io.jrunc.plan.PlanOptions;
import io.jrunc.spec.IdMapping;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.state.State;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs one more program in a container. Needs no lock: the container's first process is held, and a
 * container that ends meanwhile ends the program too, or the kernel refuses it.
 */
final class Exec {
  private static final String STOPPED = "cannot exec in a stopped container";

  private final ContainerStore store;
  private final ProcessTable processes;
  private final Kernel kernel;
  private final ContainerGroups groups;
  private final HostReader hosts;
  private final JoinReader joins;
  private final FilterSource filters;
  private final Launcher launcher;
  private final ExecSources sources;
  private final ExecutableCheck executables;
  private final Finish finish;
  private final FrontDoor door;
  private final Warnings warnings;

  Exec(
      ContainerStore store,
      ProcessTable processes,
      Kernel kernel,
      ContainerGroups groups,
      HostReader hosts,
      JoinReader joins,
      FilterSource filters,
      Launcher launcher,
      ExecSources sources,
      ExecutableCheck executables,
      Finish finish,
      FrontDoor door,
      Warnings warnings) {
    this.store = store;
    this.processes = processes;
    this.kernel = kernel;
    this.groups = groups;
    this.hosts = hosts;
    this.joins = joins;
    this.filters = filters;
    this.launcher = launcher;
    this.sources = sources;
    this.executables = executables;
    this.finish = finish;
    this.door = door;
    this.warnings = warnings;
  }

  /** The exit code of the program; 0 when nobody waits for it. */
  int run(ExecRequest request) {
    ContainerRecord container = ReadState.find(store, "exec", request.id());
    try {
      refuseUnlessMade(container);
      try (HeldProcess init = hold(container);
          PidFdSocket observer = PidFdSocket.connect(kernel.sockets(), request.pidfdSocket())) {
        Cgroup cgroup = groups.of(container);
        refuseIfPaused(container, cgroup, request.whenPaused());
        SubGroups below = SubGroups.parse(request.groups());
        return run(request, new Execution(request, container, cgroup, below, init, observer));
      }
    } catch (OperationException e) {
      throw e.operation().equals("exec") ? e : new OperationException("exec", request.id(), e);
    } catch (JruncException e) {
      throw new OperationException("exec", request.id(), e);
    }
  }

  private int run(ExecRequest request, Execution execution) {
    if (request.mode() == ExecRequest.Mode.DETACHED) {
      execution.run(new Terminals.AtSocket(kernel.sockets(), request.consoleSocket())).close();
      return 0;
    }
    try (Attendant attendant = door.attend();
        PidFd process =
            execution.run(new Terminals.InForeground(attendant, request.consoleSocket()))) {
      Optional<FinishRequest> rest = execution.rest();
      Optional<ExitStatus> end = attendant.await(process, rest);
      if (end.isEmpty()) {
        return Attendant.HANDED_OVER;
      }
      return rest.isPresent() ? finish.run(rest.get(), end.get()) : end.get().code();
    }
  }

  private void refuseUnlessMade(ContainerRecord container) {
    if (container.phase() == Phase.CREATING) {
      boolean hasStopped = store.status(container) == Status.STOPPED;
      String reason = hasStopped ? STOPPED : "the container is still being created";
      throw new OperationException("exec", container.id(), reason);
    }
  }

  private static void refuseIfPaused(
      ContainerRecord container, Cgroup cgroup, WhenPaused whenPaused) {
    boolean mayWait = whenPaused == WhenPaused.WAIT;
    if (!mayWait && cgroup.freezerState() != FreezerState.THAWED) {
      throw new OperationException(
          "exec",
          container.id(),
          "cannot exec in a paused container (use --ignore-paused to override)");
    }
  }

  private HeldProcess hold(ContainerRecord container) {
    Optional<HeldProcess> init =
        HeldProcess.hold(kernel, processes, container.init().orElseThrow());
    if (init.isEmpty()) {
      throw new OperationException("exec", container.id(), STOPPED);
    }
    return init.get();
  }

  /** One program while it is brought into the container; the launcher calls back at its stops. */
  private final class Execution implements HostActions {
    private final ExecRequest request;
    private final ContainerRecord container;
    private final SubGroups below;
    private final HeldProcess init;
    private final PidFdSocket observer;
    private final Spec spec;
    private final Cgroup cgroup;
    private final boolean isLimited;
    private final long killsBefore;
    private final ExecPlan plan;
    private final Rollback rollback = new Rollback();
    private Optional<Terminals> terminals = Optional.empty();
    private Optional<FilterListener> agent = Optional.empty();
    private boolean isAdmitted;

    Execution(
        ExecRequest request,
        ContainerRecord container,
        Cgroup cgroup,
        SubGroups below,
        HeldProcess init,
        PidFdSocket observer) {
      this.request = request;
      this.container = container;
      this.below = below;
      this.init = init;
      this.observer = observer;
      this.spec = withProcess(sources.spec(store.folder(container.id())));
      this.cgroup = cgroup;
      Long limit = spec.linux().resources().memory().limit();
      this.isLimited = limit != null && limit > 0;
      this.killsBefore = isLimited ? OutOfMemory.kills(cgroup) : 0;
      this.plan = draw();
    }

    private ExecPlan draw() {
      List<SpecProblem> problems = BundleReader.checkProcess(spec);
      if (!problems.isEmpty()) {
        throw new OperationException("exec", container.id(), lines(problems));
      }
      Process process = Objects.requireNonNull(spec.process(), "the rules want one");
      JoinPlan join = joins.read(init.pid());
      HostFacts host =
          filters.complete(hosts.readForExec(init.pid(), process), spec.linux().seccomp());
      List<String> lacks = new ArrayList<>();
      ExecPlan drawn =
          ExecPlanner.plan(
              container.id(), spec, host, join, cgroup.taskFiles(below), options(), lacks);
      for (String lack : lacks) {
        warnings.tell(container.id() + ": " + lack);
      }
      return drawn;
    }

    private PlanOptions options() {
      return new PlanOptions(
          false, !container.callersKeyring(), request.preservedFds(), 0, Optional.empty());
    }

    /** The container's configuration, with the new program in place of its own. */
    private Spec withProcess(Spec own) {
      Process process = Objects.requireNonNull(own.process(), "a container was made of it");
      return own.withProcess(request.process().in(process));
    }

    /** The new process, whose program runs; a child of this process, to be closed by the caller. */
    PidFd run(Terminals chosen) {
      chosen.expect(plan.process().terminal().isPresent());
      terminals = Optional.of(chosen);
      door.begins(container.id(), Optional.empty());
      OptionalLong uid = hostUid(plan.process().uid());
      if (uid.isPresent()) {
        door.runsAs(uid.getAsLong());
      }
      agent = FilterListener.connectIfNeeded(kernel, plan.process(), spec.linux(), this::state);
      try {
        return launcher.execute(
            sources.program(plan),
            new InitFiles(kernel.files(), init.fd()),
            new SignalSet(plan.caller().blockedSignals()),
            this);
      } catch (RuntimeException e) {
        rollback.run(e);
        throw explained(e);
      } finally {
        agent.ifPresent(FilterListener::close);
      }
    }

    private OptionalLong hostUid(long uid) {
      return plan.join().joins(NamespaceType.USER)
          ? IdMapping.toHost(spec.linux().uidMappings(), uid)
          : OptionalLong.of(uid);
    }

    private State state() {
      return ReadState.state(container, store.status(container), "");
    }

    @Override
    public void filterListens(Pid program, Fd listener) {
      agent.orElseThrow().receive(program, listener);
    }

    /** Whatever step has failed, without a first process nothing can join the container. */
    private RuntimeException explained(RuntimeException e) {
      if (isLimited && e instanceof StepFailedException failed) {
        StepFailedException explained = OutOfMemory.explain(failed, cgroup, killsBefore);
        if (explained != failed) {
          return explained;
        }
      }
      return processes.isAlive(container.init().orElseThrow())
          ? e
          : new OperationException("exec", container.id(), STOPPED);
    }

    Optional<FinishRequest> rest() {
      return isLimited
          ? Optional.of(new FinishRequest(container.id(), FinishRequest.Program.EXEC, killsBefore))
          : Optional.empty();
    }

    @Override
    public void userNamespaceCreated(Pid process) {
      throw new IllegalStateException("the program of exec makes no user namespace");
    }

    @Override
    public void mappingNeeded(Pid process, String pointer, Ranges ranges) {
      throw new IllegalStateException("the program of exec maps no ids");
    }

    @Override
    public void copyUp(String pointer, Fd source, Fd tmpfs) {
      throw new IllegalStateException("the program of exec makes no file systems");
    }

    @Override
    public void initCreated(PidFd process) {
      cgroup.attachUnified(process.pid(), below, init.pid());
    }

    @Override
    public void terminalOpened(Fd master) {
      terminals.orElseThrow().take(master);
    }

    /**
     * Only the process itself can look for a program without a path, and at its root first. What is
     * wrong with a program is left to the process too: the kernel's own reason counts before ours.
     */
    @Override
    public boolean goesAhead(PidFd process) {
      isAdmitted =
          isFree()
              && plan.process().arguments().get(0).indexOf('/') >= 0
              && plan.join().joins(NamespaceType.MOUNT)
              && executables.passes(process.pid(), plan.process(), 0);
      return isAdmitted;
    }

    /** Whether nobody has to take anything of the process before its program runs. */
    private boolean isFree() {
      return request.pidFile().isEmpty()
          && request.pidfdSocket().isEmpty()
          && plan.process().terminal().isEmpty()
          && agent.isEmpty()
          && container.rdt().isEmpty();
    }

    @Override
    public void ready(PidFd process, Report report) {
      if (!isAdmitted) {
        executables.check(process.pid(), plan.process(), report.executable());
        admit(process);
      }
      report.keyringProblem().ifPresent(problem -> warnings.tell(request.id() + ": " + problem));
    }

    /** Does what must be done before the program runs, now that it is going to. */
    private void admit(PidFd process) {
      if (!container.rdt().isEmpty()) {
        new RdtGroups(kernel).join(container, process.pid());
      }
      if (request.pidFile().isPresent()) {
        Path file = request.pidFile().get();
        rollback.push(() -> PidFile.remove(file));
        PidFile.write(file, process.pid());
      }
      observer.send(process, PidFdSocket.Kind.EXEC);
    }
  }

  private static String lines(List<SpecProblem> problems) {
    StringBuilder lines = new StringBuilder();
    for (SpecProblem problem : problems) {
      lines.append(lines.length() == 0 ? "" : "\n").append(problem);
    }
    return lines.toString();
  }
}
