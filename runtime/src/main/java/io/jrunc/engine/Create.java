package io.jrunc.engine;

import io.jrunc.bundle.Document;
import io.jrunc.cgroup.Cgroup;
import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.copyup.CopyUp;
import io.jrunc.error.JruncException;
import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;
import io.jrunc.idmap.IdMaps;
import io.jrunc.launch.ExecutableCheck;
import io.jrunc.launch.HookActions;
import io.jrunc.launch.HostActions;
import io.jrunc.launch.Launcher;
import io.jrunc.launch.Report;
import io.jrunc.launch.SlotSource;
import io.jrunc.launch.StartSocket;
import io.jrunc.launch.StepFailedException;
import io.jrunc.launch.WaitingHook;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SignalSet;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Signal;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.MountIdMap;
import io.jrunc.plan.MountPlan;
import io.jrunc.program.Instruction;
import io.jrunc.program.Slots;
import io.jrunc.program.SyscallProgram;
import io.jrunc.spec.HookKind;
import io.jrunc.spec.Hooks;
import io.jrunc.spec.linux.IntelRdt;
import io.jrunc.spec.linux.NamespaceType;
import io.jrunc.spec.state.Status;
import io.jrunc.state.ContainerRecord;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import io.jrunc.state.ProcessTable;
import io.jrunc.state.StartStep;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes a container up to where its program only waits to be started. */
final class Create {
  private final Drafting drafting;
  private final ContainerStore store;
  private final ProcessTable processes;
  private final Kernel kernel;
  private final Cgroups cgroups;
  private final Services services;
  private final Path mountinfo;
  private final Rootless rootless;
  private final IdMaps idMaps;
  private final Launcher launcher;
  private final ExecutableCheck executables;
  private final FrontDoor door;
  private final Warnings warnings;

  Create(
      Drafting drafting,
      ContainerStore store,
      ProcessTable processes,
      Kernel kernel,
      Cgroups cgroups,
      Services services,
      Path mountinfo,
      Rootless rootless,
      IdMaps idMaps,
      Launcher launcher,
      ExecutableCheck executables,
      FrontDoor door,
      Warnings warnings) {
    this.drafting = drafting;
    this.store = store;
    this.processes = processes;
    this.kernel = kernel;
    this.cgroups = cgroups;
    this.services = services;
    this.mountinfo = mountinfo;
    this.rootless = rootless;
    this.idMaps = idMaps;
    this.launcher = launcher;
    this.executables = executables;
    this.door = door;
    this.warnings = warnings;
  }

  /**
   * Creates the container; when that fails, nothing of it is left.
   *
   * @param terminals gets the master of the container's terminal, if it has one
   * @return init, a child of this process, to be closed by the caller
   */
  PidFd run(CreateRequest request, Terminals terminals) {
    return run(request, new Origin.Folder(request.bundle()), terminals);
  }

  /** The same from a bundle that need not be there yet. */
  PidFd run(CreateRequest request, Origin origin, Terminals terminals) {
    return runAndLetGo(request, origin, terminals).init();
  }

  /**
   * The same for who wants to know what was made, which others can change or remove from now on.
   */
  Made runAndLetGo(CreateRequest request, Origin origin, Terminals terminals) {
    Made made = run(request, origin, terminals, Phase.CREATED);
    made.container().close();
    return made;
  }

  /** The same for a container that is started at once, and by this process. */
  Made runForStart(CreateRequest request, Origin origin, Terminals terminals) {
    return run(request, origin, terminals, Phase.STARTED);
  }

  /**
   * A container that waits to be started; its parts are for the caller to close.
   *
   * @param init its first process
   * @param container which nobody else can start, or change, meanwhile
   * @param record with the steps that start needs, which need not be on disk
   */
  record Made(PidFd init, LockedContainer container, ContainerRecord record) {}

  private Made run(CreateRequest request, Origin origin, Terminals terminals, Phase reached) {
    try {
      Blueprint blueprint = drafting.draw(request, origin);
      for (String warning : blueprint.warnings()) {
        warnings.tell(request.id() + ": " + warning);
      }
      ContainerPlan plan = blueprint.plan();
      terminals.expect(plan.process().terminal().isPresent());
      OptionalLong uid = plan.namespaces().hostUid(plan.process().uid());
      if (uid.isPresent()) {
        door.runsAs(uid.getAsLong());
      }
      return make(request, blueprint, origin, terminals, reached);
    } catch (JruncException e) {
      throw new OperationException("create", request.id(), e);
    }
  }

  private Made make(
      CreateRequest request,
      Blueprint blueprint,
      Origin origin,
      Terminals terminals,
      Phase reached) {
    try (PidFdSocket observer = PidFdSocket.connect(kernel.sockets(), request.pidfdSocket())) {
      LockedContainer container = claimed(request, blueprint);
      boolean made = false;
      Rollback rollback = new Rollback();
      Hooks hooks = blueprint.bundle().spec().hooks();
      if (!hooks.poststop().isEmpty()) { // after everything else is undone
        CallerFacts caller = blueprint.plan().caller();
        rollback.push(
            () ->
                new LifecycleHooks(kernel, caller, hooks)
                    .runPoststop(container.record(), warnings));
      }
      rollback.push(container::remove);
      try {
        origin.furnish(container.folder());
        if (!hooks.isEmpty()) { // which run with what is kept
          container.keepConfig(blueprint.bundle().document().content());
        }
        drafting.keep();
        if (!blueprint.plan().network().isEmpty()) {
          new Networks(kernel, door.caller(), store.networks(), warnings)
              .furnish(blueprint.plan(), container.folder());
        }
        if (blueprint.wantsReadiness()) {
          container.makeNotifyFolder();
        }
        Creation creation =
            new Creation(request, blueprint, container, terminals, observer, reached, rollback);
        PidFd init = creation.run();
        rollback.forget();
        Made result = new Made(init, container, creation.recordForStart());
        made = true;
        return result;
      } catch (RuntimeException e) {
        rollback.run(e);
        throw e;
      } finally {
        if (!made) {
          container.close();
        }
      }
    }
  }

  /** From the claim on there would be something left over; before it, it may be somebody else's. */
  private LockedContainer claimed(CreateRequest request, Blueprint blueprint) {
    store.refuseContainer(request.id());
    ContainerRecord claim = FilePlacement.locate(cgroups, blueprint, claim(request, blueprint));
    door.begins(request.id(), Optional.of(claim.creator()));
    return store.claim(claim);
  }

  private ContainerRecord claim(CreateRequest request, Blueprint blueprint) {
    ContainerPlan plan = blueprint.plan();
    ContainerRecord record =
        ContainerRecord.claim(
            request.id(),
            blueprint.bundle().spec().ociVersion(),
            blueprint.bundle().directory(),
            blueprint.bundle().rootfs(),
            Instant.now(),
            blueprint.host().effectiveUid(),
            blueprint.bundle().spec().annotations(),
            plan.namespaces().separates(NamespaceType.PID),
            caller());
    if (request.keyring() == SessionKeyring.CALLERS) {
      record = record.withCallersKeyring();
    }
    Hooks hooks = blueprint.bundle().spec().hooks();
    return hooks.isEmpty() ? record : record.withHooks(LifecycleHooks.kinds(hooks));
  }

  /** Whoever waits for a container is known by this, when it may have been killed. */
  private ProcessIdentity caller() {
    CallingProcess caller = door.caller();
    return caller.isThis()
        ? processes.self()
        : processes
            .identify(Integer.parseInt(caller.proc()))
            .orElseThrow(() -> new OperationException("identify", "the caller", "it is gone"));
  }

  private Placement placement(
      Blueprint blueprint, CgroupAccess access, LockedContainer container, Rollback rollback) {
    return blueprint.plan().cgroup().unit().isEmpty()
        ? new FilePlacement(cgroups, blueprint, access, container, rollback)
        : new UnitPlacement(cgroups, services.ofCaller(), blueprint, access, container, rollback);
  }

  /** One container while it is made; the launcher calls back at each of its stops. */
  private final class Creation implements HostActions {
    private final CreateRequest request;
    private final Placement placement;
    private final Hooks hooks;
    private final @Nullable IntelRdt intelRdt;
    private final Document document;
    private final ContainerPlan plan;
    private final SyscallProgram program;
    private final LockedContainer container;
    private final Terminals terminals;
    private final PidFdSocket observer;
    private final Phase reached;
    private final Rollback rollback;
    private Optional<Cgroup> cgroup = Optional.empty();
    private Optional<HookActions> createContainer = Optional.empty();

    Creation(
        CreateRequest request,
        Blueprint blueprint,
        LockedContainer container,
        Terminals terminals,
        PidFdSocket observer,
        Phase reached,
        Rollback rollback) {
      this.request = request;
      this.placement = placement(blueprint, rootless.access(blueprint.host()), container, rollback);
      this.hooks = blueprint.bundle().spec().hooks();
      this.intelRdt = blueprint.bundle().spec().linux().intelRdt();
      this.document = blueprint.bundle().document();
      this.plan = blueprint.plan();
      this.program = blueprint.program();
      this.container = container;
      this.terminals = terminals;
      this.observer = observer;
      this.reached = reached;
      this.rollback = rollback;
    }

    PidFd run() {
      if (!plan.cgroup().isMadeMeanwhile()) {
        placement.prepare();
      }
      if (intelRdt != null) {
        new RdtGroups(kernel, mountinfo).make(intelRdt, container, rollback);
      }
      StartSocket socket =
          new StartSocket(kernel.sockets(), container.folder().startSocket().toString());
      SlotSource files =
          slot ->
              slot instanceof Slots.TaskFile tasks
                  ? placement.openTaskFile(tasks.path())
                  : socket.open(slot);
      SignalSet signals = new SignalSet(plan.caller().blockedSignals());
      try {
        return launcher.launch(program, files, signals, this);
      } catch (StepFailedException e) {
        StepFailedException explained = MountHint.explain(e, plan, program);
        throw cgroup.isEmpty() ? explained : OutOfMemory.explain(explained, cgroup.get(), 0);
      }
    }

    @Override
    public boolean begun() {
      if (plan.cgroup().isMadeMeanwhile()) {
        placement.prepare();
      }
      return plan.cgroup().isMadeMeanwhile();
    }

    @Override
    public void mappingNeeded(Pid process, String pointer, MountIdMap.Ranges ranges) {
      idMaps.write(process, pointer, ranges.uids(), ranges.gids());
    }

    @Override
    public void userNamespaceCreated(Pid process) {
      if (plan.namespaces().creates(NamespaceType.USER)) {
        idMaps.write(process, plan.namespaces());
      } else {
        idMaps.compare(process, plan.namespaces());
      }
    }

    @Override
    public void initCreated(PidFd init) {
      cgroup = Optional.of(placement.place(init.pid(), identityOf(init)));
      if (intelRdt != null) {
        new RdtGroups(kernel).join(container.record(), init.pid());
      }
      if (!plan.network().isEmpty()) {
        Optional<String> shared = plan.network().request().flatMap(NetworkRequest::container);
        if (shared.isPresent()) {
          new SharedNetwork(store, kernel).confirm(shared.get(), init.pid());
        }
        new Networks(kernel, door.caller(), store.networks(), warnings)
            .attach(plan.network(), container, init, identityOf(init), rollback);
      }
      if (!plan.network().devices().isEmpty()) { // after ours, whose names are taken then
        new NetDevices(kernel).move(plan.network().devices(), init.pid(), rollback);
      }
      if (hooks.isEmpty()) { // so that nobody needs it yet, and init goes on meanwhile
        container.keepConfig(document.content());
      }
    }

    @Override
    public void copyUp(String pointer, Fd source, Fd tmpfs) {
      try {
        new CopyUp(kernel).copy(source, tmpfs);
      } catch (JruncException e) {
        throw new OperationException(pointer + ": " + tmpfs(pointer) + "tmpcopyup", "", e);
      }
    }

    private String tmpfs(String pointer) {
      for (MountPlan mount : plan.mounts()) {
        if (mount.pointer().equals(pointer)) {
          return "mount tmpfs on " + mount.destination() + ": ";
        }
      }
      return "";
    }

    @Override
    public void terminalOpened(Fd master) {
      terminals.take(master);
    }

    @Override
    public void mounted(PidFd init) {
      placement.chargeMemory(init.pid()); // hooks find it where it stays
      LifecycleHooks lifecycle = new LifecycleHooks(kernel, plan.caller(), hooks);
      ContainerRecord record = container.record();
      lifecycle.run(HookKind.PRESTART, record, Status.CREATING, Optional.of(init));
      lifecycle.run(HookKind.CREATE_RUNTIME, record, Status.CREATING, Optional.of(init));
      createContainer =
          Optional.of(lifecycle.inContainer(HookKind.CREATE_CONTAINER, record, Status.CREATING));
    }

    @Override
    public void hookWaits(WaitingHook hook) {
      createContainer.orElseThrow().hookWaits(hook);
    }

    @Override
    public void ready(PidFd init, Report report) {
      door.confirms();
      placement.chargeMemory(init.pid());
      executables.check(init.pid(), plan.process(), report.executable());
      report.keyringProblem().ifPresent(problem -> warnings.tell(request.id() + ": " + problem));
      ContainerRecord record = container.record().in(reached);
      container.update(reached == Phase.CREATED ? withSteps(record) : record);
      if (request.pidFile().isPresent()) {
        Path file = request.pidFile().get();
        rollback.push(() -> PidFile.remove(file));
        PidFile.write(file, init.pid());
      }
      observer.send(init, PidFdSocket.Kind.INIT);
    }

    ContainerRecord recordForStart() {
      ContainerRecord record = container.record();
      return record.startSteps().isEmpty() ? withSteps(record) : record;
    }

    private ContainerRecord withSteps(ContainerRecord record) {
      return record.withStartSteps(startSteps(program));
    }

    private ProcessIdentity identityOf(PidFd init) {
      return processes
          .identifyUnreaped(init.pid().number()) // nobody waits for it before it is made
          .orElseThrow(() -> new OperationException("identify", "init", "it is gone"));
    }
  }

  /** The steps after the start command, so that it can say which of them failed. */
  static List<StartStep> startSteps(SyscallProgram program) {
    List<StartStep> steps = new ArrayList<>();
    for (int i = program.startsAt(); i < program.instructions().size(); i++) {
      Instruction instruction = program.instructions().get(i);
      steps.add(new StartStep(i, instruction.source().pointer(), instruction.source().why()));
    }
    return steps;
  }

  /** Ends init, which may have ended already, and takes it from the process table. */
  static void end(Kernel kernel, PidFd init) {
    try {
      kernel.processes().pidfdSendSignal(init, Signal.SIGKILL);
      kernel.processes().waitid(init);
    } catch (KernelException e) {
      if (e.errno() != Errno.ESRCH && e.errno() != Errno.ECHILD) {
        throw e;
      }
    }
  }
}
