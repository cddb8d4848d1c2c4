package io.jrunc.container;

import io.jrunc.engine.CgroupDriver;
import io.jrunc.engine.DeleteRequest;
import io.jrunc.engine.Engine;
import io.jrunc.engine.ExecRequest;
import io.jrunc.engine.FinishRequest;
import io.jrunc.engine.KillRequest;
import io.jrunc.engine.LimitSource;
import io.jrunc.engine.Operations;
import io.jrunc.engine.Rootless;
import io.jrunc.engine.UpdateRequest;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.ProcessStatus;
import io.jrunc.linux.WindowSize;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.spec.Process;
import io.jrunc.spec.Root;
import io.jrunc.spec.SampleSpec;
import io.jrunc.spec.Spec;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.state.State;
import io.jrunc.spec.stats.Stats;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes containers, for the program that it is part of. Several threads may use one engine, and one
 * is enough for a program.
 *
 * <p>Containers are the program's children, but don't depend on it: they go on when it ends, and
 * other programs see them in the same state root, as the command line does. What can't be done is a
 * {@link JruncException}; then nothing of it is left. An operation that has begun is done to its
 * end, also if its thread is interrupted. After {@link #close} every operation is an {@link
 * IllegalStateException}, also those of its {@link Container}s.
 */
public final class ContainerEngine implements AutoCloseable {
  /** What a service manager tells the program is not for its containers. */
  private static final List<String> OF_SERVICE =
      List.of("NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES");

  private final Builder settings;
  private final Kernel kernel;
  private final CallingProcess caller;
  private final Reaper reaper;
  private final Workers workers = new Workers();
  private final Cleaner cleaner = Cleaner.create();
  private volatile boolean closed;

  private ContainerEngine(Builder settings, Map<String, String> environment) {
    JnaKernel resident = JnaKernel.resident();
    resident.load(); // before any thread visits another namespace
    this.settings = settings;
    this.kernel = resident;
    this.caller = CallingProcess.self(environment);
    this.reaper = new Reaper(resident);
  }

  /** An engine as the command line has it without options. */
  public static ContainerEngine open() {
    return builder().build();
  }

  /** An engine that differs from that. */
  public static Builder builder() {
    return new Builder();
  }

  /** What is to be chosen about an engine. Not for several threads at once. */
  public static final class Builder {
    private Optional<Path> root = Optional.empty();
    private Rootless rootless = Rootless.AUTO;
    private CgroupDriver driver = CgroupDriver.CGROUPFS;
    private Consumer<String> warnings = warning -> {};

    private Builder() {}

    /**
     * Where containers are kept: a folder that is made if it isn't there, for its owner only. By
     * default that of the command line: {@code /run/jrunc} for root, for others {@code
     * $XDG_RUNTIME_DIR/jrunc}.
     */
    public Builder root(Path folder) {
      root = Optional.of(folder.toAbsolutePath());
      return this;
    }

    /** Who makes the cgroups of new containers; by default this program, as folders. */
    public Builder cgroupDriver(CgroupDriver chosen) {
      driver = chosen;
      return this;
    }

    /** Whether containers may do without cgroups that can't be made; by default, if not root's. */
    public Builder rootless(Rootless chosen) {
      rootless = chosen;
      return this;
    }

    /**
     * Is told what containers do without, a line at a time, by several threads; by default nobody
     * is.
     */
    public Builder warnings(Consumer<String> listener) {
      warnings = listener;
      return this;
    }

    /**
     * The engine.
     *
     * @throws OperationException if this program ignores SIGCHLD, so that no child's end is told
     * @throws UnsatisfiedLinkError if JNA finds no native library for this machine
     */
    public ContainerEngine build() {
      if ((ProcessStatus.self().ignored().bits() & Signal.SIGCHLD.bit()) != 0) {
        throw new OperationException(
            "open", "the engine", "this program was started with SIGCHLD ignored");
      }
      Builder copy = new Builder();
      copy.root = root;
      copy.rootless = rootless;
      copy.driver = driver;
      copy.warnings = warnings;
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.keySet().removeAll(OF_SERVICE);
      return new ContainerEngine(copy, Map.copyOf(environment));
    }
  }

  /**
   * A config to begin with, for containers of this user: what {@code jrunc spec} writes (with
   * {@code --rootless}, unless root calls), but without a terminal.
   *
   * @param rootfs the container's root file system, write-protected unless said otherwise
   * @param command the program and its arguments, at least one
   */
  public Spec sampleConfig(Path rootfs, String... command) {
    ProcessStatus self = ProcessStatus.self();
    Spec sample =
        self.effectiveUid() == 0
            ? SampleSpec.root()
            : SampleSpec.rootless(self.effectiveUid(), self.effectiveGid());
    Process process = Objects.requireNonNull(sample.process(), "a sample has one");
    return sample
        .withRoot(new Root(rootfs.toAbsolutePath().normalize().toString(), true))
        .withProcess(process.withTerminal(false).withArgs(List.of(command)));
  }

  /**
   * Makes a container from a bundle, whose program waits for {@link Container#start}. It takes as
   * long as the config's hooks do, and a named pipe among the streams waits for its other side.
   *
   * @param id its name, which no other has in this state root
   * @param bundle the folder with config.json
   * @param stdio where its streams lead
   * @throws JruncException if the name can't be one or is taken, the bundle can't be read or its
   *     config is wrong, or something that it asks for can't be had
   */
  public Container create(String id, Path bundle, Stdio stdio) {
    Path folder = bundle.toAbsolutePath();
    return create(id, stdio, engine -> engine.createAttended(id, folder));
  }

  /**
   * Makes a container from a config without a bundle, whose program waits for {@link
   * Container#start}. It takes as long as the config's hooks do, and a named pipe among the streams
   * waits for its other side.
   *
   * @param id its name, which no other has in this state root
   * @param config in which the path of the root file system and all others are absolute
   * @param stdio where its streams lead
   * @throws JruncException if the name can't be one or is taken, the config is wrong, or something
   *     that it asks for can't be had
   */
  public Container create(String id, Spec config, Stdio stdio) {
    return create(id, stdio, engine -> engine.createAttended(id, config));
  }

  private Container create(String id, Stdio stdio, Consumer<Engine> operation) {
    ContainerProcess process = start(stdio, operation);
    return new Container(this, id, Optional.of(process));
  }

  /**
   * A container that is there already, whoever made it.
   *
   * @throws JruncException if there is none of this name
   */
  public Container find(String id) {
    state(id);
    return new Container(this, id, Optional.empty());
  }

  /** The containers of the state root, in alphabetical order; what can't be read is a warning. */
  public List<Container> list() {
    return call(
        operations -> {
          var all = operations.list();
          all.unreadable().forEach(problem -> settings.warnings.accept(problem.getMessage()));
          List<Container> containers = new ArrayList<>();
          for (State state : all.states()) {
            containers.add(new Container(this, state.id(), Optional.empty()));
          }
          return containers;
        });
  }

  void start(String id) {
    run(operations -> operations.start(id));
  }

  State state(String id) {
    return call(operations -> operations.state(id));
  }

  Stats stats(String id) {
    return call(operations -> operations.stats(id));
  }

  List<Integer> processes(String id) {
    return call(operations -> operations.processes(id));
  }

  void kill(String id, Signal signal, KillRequest.Scope scope) {
    run(operations -> operations.kill(new KillRequest(id, signal, scope)));
  }

  void pause(String id) {
    run(operations -> operations.pause(id));
  }

  void resume(String id) {
    run(operations -> operations.resume(id));
  }

  void update(String id, Resources limits) {
    LimitSource source = new LimitSource.FromOptions(limits, Map.of());
    run(
        operations ->
            operations.update(new UpdateRequest(id, source, Optional.empty(), Optional.empty())));
  }

  void delete(String id) {
    run(operations -> operations.delete(new DeleteRequest(id, DeleteRequest.Mode.STOPPED)));
  }

  void forceDelete(String id) {
    run(operations -> operations.delete(new DeleteRequest(id, DeleteRequest.Mode.FORCE)));
  }

  ContainerProcess exec(String id, ExecBuilder builder) {
    ExecRequest request =
        new ExecRequest(
            id,
            builder.process(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ExecRequest.Mode.FOREGROUND,
            0,
            List.of(),
            ExecRequest.WhenPaused.REFUSE);
    return start(builder.stdio(), engine -> engine.exec(request));
  }

  /** Starts a process with an operation that hands it over. */
  private ContainerProcess start(Stdio stdio, Consumer<Engine> operation) {
    refuseIfClosed();
    return workers.call(
        () -> {
          ProcessStreams streams = ProcessStreams.open(kernel.files(), cleaner, stdio);
          LibraryDoor door = door(streams);
          try (Engine engine = engine(door)) {
            operation.accept(engine);
          } catch (RuntimeException | Error e) {
            streams.abandon();
            throw e;
          } finally {
            adopt(door);
          }
          streams.handedOver();
          return process(door, streams);
        });
  }

  private void adopt(LibraryDoor door) {
    for (PidFd child : door.leftBehind()) {
      try {
        reaper.watch(child, end -> {});
      } catch (RuntimeException | Error e) { // the operation itself is done
        settings.warnings.accept("process " + child.pid().number() + " is not reaped: " + e);
        child.close();
      }
    }
  }

  private ContainerProcess process(LibraryDoor door, ProcessStreams streams) {
    door.terminal().ifPresent(streams::use);
    return new ContainerProcess(door.process().orElseThrow(), streams, this::resize, workers);
  }

  private void atEnd(
      Optional<FinishRequest> rest, Optional<ExitStatus> end, ProcessStreams streams) {
    streams.processHasEnded();
    if (rest.isPresent() && end.isPresent()) {
      try {
        workers.execute(() -> explain(rest.get(), end.get()));
      } catch (RuntimeException | Error e) { // no thread can be had
        settings.warnings.accept(rest.get().id() + ": can't tell why it has ended: " + e);
      }
    }
  }

  private void resize(SharedFile terminal, WindowSize size) throws IOException {
    terminal.use(
        master -> {
          kernel.terminals().setWindowSize(master, size);
          return 0;
        });
  }

  /** Tells if it has ended for want of memory. */
  private void explain(FinishRequest rest, ExitStatus end) {
    try (Engine engine = engine(door(noStreams()))) {
      engine.finish(rest, end);
    } catch (JruncException e) {
      settings.warnings.accept(rest.id() + ": " + e.getMessage());
    }
  }

  private void run(Consumer<Operations> operation) {
    call(
        operations -> {
          operation.accept(operations);
          return true;
        });
  }

  private <T> T call(Function<Operations, T> operation) {
    refuseIfClosed();
    return workers.call(
        () -> {
          LibraryDoor door = door(noStreams());
          try (Engine engine = engine(door)) {
            return operation.apply(engine);
          } finally {
            adopt(door);
          }
        });
  }

  /** One for each operation, as a command has its own: nothing is kept but on disk. */
  private Engine engine(LibraryDoor door) {
    return new Engine(
        settings.root, settings.rootless, settings.driver, door, settings.warnings::accept);
  }

  private LibraryDoor door(ProcessStreams streams) {
    return new LibraryDoor(
        kernel,
        caller,
        streams,
        (process, rest) -> reaper.watch(process, end -> atEnd(rest, end, streams)));
  }

  private ProcessStreams noStreams() {
    return ProcessStreams.none(kernel.files(), cleaner);
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  /**
   * No operation can begin from now on: all throw {@link IllegalStateException}. Containers go on,
   * and so do the streams of their processes, and whoever waits for them: the thread that does ends
   * with the last one.
   */
  @Override
  public void close() {
    closed = true;
  }
}
