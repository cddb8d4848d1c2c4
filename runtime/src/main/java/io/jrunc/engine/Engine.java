package io.jrunc.engine;

import io.jrunc.box.BoxHostReader;
import io.jrunc.box.BoxRequest;
import io.jrunc.bundle.ContainerId;
import io.jrunc.cgroup.Cgroups;
import io.jrunc.error.JruncException;
import io.jrunc.host.HostReader;
import io.jrunc.host.JoinReader;
import io.jrunc.host.KnownHost;
import io.jrunc.idmap.IdMaps;
import io.jrunc.idmap.OwnIds;
import io.jrunc.launch.BinaryFormats;
import io.jrunc.launch.ExecutableCheck;
import io.jrunc.launch.Launcher;
import io.jrunc.launch.Starter;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.abi.Architecture;
import io.jrunc.program.ExecCompiler;
import io.jrunc.seccomp.SupportedFlags;
import io.jrunc.spec.Spec;
import io.jrunc.spec.json.SpecProblem;
import io.jrunc.spec.state.Features;
import io.jrunc.spec.state.State;
import io.jrunc.spec.stats.Stats;
import io.jrunc.state.Caller;
import io.jrunc.state.ContainerFolder;
import io.jrunc.state.ContainerStore;
import io.jrunc.state.ProcessTable;
import io.jrunc.state.StateRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine of this machine. Every collaborator is made when the first operation needs it, because
 * {@code state} should not load what only {@code create} uses.
 */
public final class Engine implements Operations, AutoCloseable {
  private final Optional<Path> root;
  private final Rootless rootless;
  private final CgroupDriver driver;
  private final FrontDoor door;
  private final Map<String, String> environment;
  private final Warnings warnings;
  private final Path mountinfo;

  /** How long a container may take to start its program; only a frozen one does. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ProcessTable processes;
  private final Services services;
  private Optional<ContainerStore> store = Optional.empty();

  /**
   * Nothing happens yet.
   *
   * @param root where containers are kept; empty for the user's own place
   * @param rootless whether cgroups that can't be made are left out
   * @param driver who makes the cgroups of new containers
   * @param door by which operations are asked for
   * @param warnings is told what containers do without
   */
  public Engine(
      Optional<Path> root,
      Rootless rootless,
      CgroupDriver driver,
      FrontDoor door,
      Warnings warnings) {
    this(root, rootless, driver, door, warnings, Path.of("/proc/self/mountinfo"));
  }

  /** The same with another list of mounts to find resctrl in, which few machines have. */
  Engine(
      Optional<Path> root,
      Rootless rootless,
      CgroupDriver driver,
      FrontDoor door,
      Warnings warnings,
      Path mountinfo) {
    this.root = root;
    this.rootless = rootless;
    this.driver = driver;
    this.door = door;
    this.processes =
        door.resident().isPresent() ? door.resident().get().processes() : new ProcessTable();
    this.environment = door.caller().environment();
    this.services = new Services(environment);
    this.warnings = warnings;
    this.mountinfo = mountinfo;
  }

  @Override
  public void create(CreateRequest request) {
    Terminals terminals = new Terminals.AtSocket(kernel().sockets(), request.consoleSocket());
    creation().run(request, terminals).close(); // init is the caller's when this process ends
  }

  /**
   * Makes a container that the door {@link FrontDoor#attend attends}: it takes the terminal, and
   * waits for the first process.
   *
   * @param bundle absolute path of the folder with config.json
   */
  public void createAttended(String id, Path bundle) {
    createAttended(CreateRequest.plain(id, bundle), new Origin.Folder(bundle));
  }

  /**
   * The same from a configuration without a bundle.
   *
   * @param config whose paths are absolute
   */
  public void createAttended(String id, Spec config) {
    ContainerFolder folder = store().folder(new ContainerId(id).value());
    createAttended(CreateRequest.plain(id, folder.path()), new ConfigOrigin(config, folder.path()));
  }

  private void createAttended(CreateRequest request, Origin origin) {
    try (Attendant attendant = door.attend();
        PidFd init =
            creation()
                .run(request, origin, new Terminals.InForeground(attendant, Optional.empty()))) {
      handOver(attendant, init, request.id());
    }
  }

  /** What nobody waits for would be nobody's. */
  private void handOver(Attendant attendant, PidFd init, String id) {
    try {
      attendant.await(init, Optional.of(FinishRequest.ofInit(id, RunRequest.Afterwards.KEEP)));
    } catch (RuntimeException | Error e) {
      Create.end(kernel(), init);
      removeAfter(e, id);
      throw e;
    }
  }

  @Override
  public void start(String id) {
    door.begins(id, Optional.empty());
    try {
      Optional<Readiness> readiness = readiness();
      if (readiness.isPresent()) {
        readiness.get().start(id, starting());
      } else {
        starting().run(id);
      }
    } catch (StartHookFailedException e) {
      removeAfter(e, id);
      throw e;
    }
  }

  private void removeAfter(Throwable cause, String id) {
    try {
      deletion().run(new DeleteRequest(id, DeleteRequest.Mode.FORCE));
    } catch (JruncException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public int run(RunRequest request) {
    return running().run(request);
  }

  @Override
  public int exec(ExecRequest request) {
    return new Exec(
            store(),
            processes,
            kernel(),
            groups(),
            hosts(),
            new JoinReader(kernel().files(), known()),
            filters(),
            launcher(),
            new ExecSources(new ExecCompiler(architecture()), door.resident()),
            new ExecutableCheck(kernel(), architecture(), BinaryFormats.ofHost()),
            finishing(),
            door,
            warnings)
        .run(request);
  }

  @Override
  public int finish(FinishRequest request, ExitStatus end) {
    return finishing().run(request, end);
  }

  @Override
  public BoxEnd box(BoxRequest request) {
    return boxes().run(request);
  }

  @Override
  public Spec boxConfig(BoxRequest request) {
    return boxes().config(request);
  }

  @Override
  public State state(String id) {
    return new ReadState(store(), looking()).run(id);
  }

  @Override
  public Stats stats(String id) {
    return new Events(store(), processes, looking(), door.kernelForReading()).stats(id);
  }

  @Override
  public boolean events(EventsRequest request, EventListener listener) {
    return new Events(store(), processes, groups(), kernel()).follow(request, listener);
  }

  @Override
  public void kill(KillRequest request) {
    door.begins(request.id(), Optional.empty());
    new Kill(store(), processes, kernel(), groups()).run(request);
  }

  @Override
  public void update(UpdateRequest request) {
    door.begins(request.id(), Optional.empty());
    new Update(store(), kernel(), groups(), warnings).run(request);
  }

  @Override
  public void delete(DeleteRequest request) {
    deletion().run(request);
  }

  @Override
  public void pause(String id) {
    door.begins(id, Optional.empty());
    new Pause(store(), groups()).run(id);
  }

  @Override
  public void resume(String id) {
    door.begins(id, Optional.empty());
    new Resume(store(), groups()).run(id);
  }

  @Override
  public List<Integer> processes(String id) {
    return new ListProcesses(store(), looking()).run(id);
  }

  @Override
  public String processTable(String id, List<String> options) {
    return HostPs.table(id, options, processes(id));
  }

  @Override
  public ContainerList list() {
    return new ListContainers(store(), looking()).run();
  }

  @Override
  public Features features() {
    return new DescribeFeatures(Release.current(), new SupportedFlags(kernel().seccomp())).run();
  }

  @Override
  public void writeSpec(SpecRequest request) {
    ProcessStatus self = ProcessStatus.self();
    new WriteSpec(self.effectiveUid(), self.effectiveGid()).run(request);
  }

  @Override
  public List<SpecProblem> validate(Path path) {
    return new ValidateConfig().run(path);
  }

  @Override
  public String plan(CreateRequest request) {
    return new PlanListing(drafting(), new Cgroups(kernel()), rootless).run(request);
  }

  /** Gives back what it has opened; only a process that stays needs that. */
  @Override
  public void close() {
    services.close();
  }

  private Boxes boxes() {
    return new Boxes(
        running(), deletion(), store(), processes, boxHostReader(), kernel(), warnings);
  }

  private BoxHostReader boxHostReader() {
    ProcessStatus self = ProcessStatus.self();
    if (self.effectiveUid() == 0) {
      return new BoxHostReader(List.of(), List.of(), environment);
    }
    String name = System.getProperty("user.name", "");
    String searchPath = environment.getOrDefault("PATH", "");
    OwnIds ids = OwnIds.of(name, self.effectiveUid(), self.effectiveGid(), searchPath);
    return new BoxHostReader(ids.users(), ids.groups(), environment);
  }

  private Create creation() {
    return new Create(
        drafting(),
        store(),
        processes,
        kernel(),
        new Cgroups(kernel()),
        services,
        mountinfo,
        rootless,
        new IdMaps(kernel(), environment.getOrDefault("PATH", "")),
        launcher(),
        new ExecutableCheck(kernel(), architecture(), BinaryFormats.ofHost()),
        door,
        warnings);
  }

  private Run running() {
    return new Run(creation(), starting(), deletion(), readiness(), finishing(), door);
  }

  private Finish finishing() {
    return new Finish(new OutOfMemory(store(), groups(), warnings), deletion());
  }

  private Optional<Readiness> readiness() {
    String manager = environment.getOrDefault("NOTIFY_SOCKET", "");
    return manager.isEmpty()
        ? Optional.empty()
        : Optional.of(new Readiness(kernel(), store(), manager, warnings));
  }

  private Start starting() {
    return new Start(
        store(), new Starter(kernel(), PATIENCE), processes, kernel(), groups(), door.caller());
  }

  private Delete deletion() {
    return new Delete(store(), processes, kernel(), groups(), door.caller(), warnings);
  }

  private Drafting drafting() {
    if (driver == CgroupDriver.SYSTEMD) {
      services.connectEarly();
    }
    return new Drafting(
        hosts(),
        store(),
        kernel(),
        filters(),
        new ListenFds(door.caller()),
        readiness(),
        driver == CgroupDriver.SYSTEMD ? Optional.of(services) : Optional.empty(),
        architecture());
  }

  private HostReader hosts() {
    return new HostReader(kernel(), door.caller(), known());
  }

  private Optional<KnownHost> known() {
    return door.resident().map(Resident::host);
  }

  private FilterSource filters() {
    return new FilterSource(kernel(), place().filters());
  }

  private Launcher launcher() {
    return new Launcher(kernel(), architecture(), door.streams());
  }

  private static Architecture architecture() {
    return Architecture.current();
  }

  private Kernel kernel() {
    return door.kernel();
  }

  /** For commands that only read, which goes without the kernel's own calls unless it fails. */
  private ContainerGroups looking() {
    return new ContainerGroups(new Cgroups(door.kernelForReading()), services);
  }

  private ContainerGroups groups() {
    return new ContainerGroups(new Cgroups(kernel()), services);
  }

  private synchronized ContainerStore store() {
    if (store.isEmpty()) {
      store = Optional.of(new ContainerStore(place(), processes));
    }
    return store.get();
  }

  private StateRoot place() {
    return root.isPresent()
        ? StateRoot.at(root.get())
        : StateRoot.of(Caller.ofThisProcess(), environment);
  }
}
