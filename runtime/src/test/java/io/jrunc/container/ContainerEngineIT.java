package io.jrunc.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.bundle.InvalidBundleException;
import io.jrunc.engine.CgroupDriver;
import io.jrunc.engine.Engine;
import io.jrunc.engine.Rootless;
import io.jrunc.error.JruncException;
import io.jrunc.error.OperationException;
import io.jrunc.host.CallingProcess;
import io.jrunc.linux.ExitStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.spec.Process;
import io.jrunc.spec.Spec;
import io.jrunc.spec.User;
import io.jrunc.spec.json.SpecWriter;
import io.jrunc.spec.linux.Memory;
import io.jrunc.spec.linux.Pids;
import io.jrunc.spec.linux.Resources;
import io.jrunc.spec.state.Status;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a Java program: this JVM, which has ordinary options. Needs root and busybox. */
@Timeout(600)
class ContainerEngineIT {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PATH = "PATH=/bin";

  @TempDir Path folder;
  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
  private Path rootfs;
  private ContainerEngine engine;

  private List<Long> othersChildren = List.of();

  @BeforeEach
  void open() throws IOException {
    othersChildren = children();
    rootfs = BusyboxRootfs.make(folder.resolve("rootfs"));
    engine =
        ContainerEngine.builder().root(folder.resolve("state")).warnings(warnings::add).build();
  }

  @AfterEach
  void deleteAll() {
    try (ContainerEngine cleaner =
        ContainerEngine.builder().root(folder.resolve("state")).build()) {
      cleaner.list().forEach(Container::forceDelete);
    }
    engine.close();
  }

  private static String name() {
    return "library-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  }

  private Spec config(String... command) {
    Spec sample = engine.sampleConfig(rootfs, command);
    return sample.withProcess(process(sample).withEnv(List.of(PATH)));
  }

  private static Process process(Spec config) {
    return Objects.requireNonNull(config.process());
  }

  private Container launch(Stdio stdio, String... command) {
    return launch(stdio, config(command));
  }

  private Container launch(Stdio stdio, Spec config) {
    Container container = engine.create(name(), config, stdio);
    container.start();
    return container;
  }

  private Container sleeping() {
    return launch(Stdio.none(), "sleep", "1000");
  }

  private static String all(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  @Test
  void aContainersStreamsArePipesAndItsEndIsKnown() throws Exception {
    Container container =
        engine.create(name(), config("sh", "-c", "cat; echo wrong >&2; exit 7"), Stdio.pipes());
    assertThat(container.status()).isEqualTo(Status.CREATED);
    assertThat(container.process().exitStatus()).isEmpty();
    container.start();
    container.process().stdin().write("a line\n".getBytes(UTF_8));
    container.process().stdin().close();
    assertThat(all(container.process().stdout())).isEqualTo("a line\n");
    assertThat(all(container.process().stderr())).isEqualTo("wrong\n");
    assertThat(container.process().waitFor()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(container.process().exitStatus()).contains(new ExitStatus.Exited(7));
    assertThat(container.status()).isEqualTo(Status.STOPPED);
    container.delete();
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void aBundleIsRunAsItIs() throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Files.writeString(
        bundle.resolve("config.json"), SpecWriter.write(config("echo", "from a bundle")));
    Container container = engine.create(name(), bundle, Stdio.pipes());
    container.start();
    assertThat(all(container.process().stdout())).isEqualTo("from a bundle\n");
    assertThat(container.state().bundle()).isEqualTo(bundle.toRealPath().toString());
  }

  @Test
  void streamsLeadToFilesAndNowhere() throws Exception {
    Path in = Files.writeString(folder.resolve("in"), "from a file\n");
    Path out = Files.writeString(folder.resolve("out"), "before, and longer than what comes\n");
    Path err = Files.writeString(folder.resolve("err"), "before\n");
    Stdio files =
        new Stdio(
            Redirect.from(in.toFile()), Redirect.to(out.toFile()), Redirect.appendTo(err.toFile()));
    Container container = launch(files, "sh", "-c", "cat; echo wrong >&2");
    container.process().waitFor();
    assertThat(out).hasContent("from a file\n");
    assertThat(err).hasContent("before\nwrong\n");
    assertThat(all(container.process().stdout())).isEmpty();
    assertThatThrownBy(() -> container.process().stdin().write(1)).isInstanceOf(IOException.class);

    Container silent = launch(Stdio.none(), "sh", "-c", "cat; echo nobody sees this");
    assertThat(silent.process().waitFor()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void muchGoesThroughBothWaysAtOnce() throws Exception {
    Container container = launch(Stdio.pipes().withStderr(Redirect.DISCARD), "cat");
    byte[] bytes = new byte[3_000_001];
    new java.util.Random(1).nextBytes(bytes);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Future<?> written =
        writer.submit(
            () -> {
              try (var stdin = container.process().stdin()) {
                stdin.write(bytes);
              }
              return true;
            });
    assertThat(container.process().stdout().readAllBytes()).isEqualTo(bytes);
    written.get();
    writer.shutdown();
  }

  @Test
  void whoWritesToAProgramThatHasEndedIsTold() throws Exception {
    Container container = launch(Stdio.pipes(), "true");
    container.process().waitFor();
    assertThatThrownBy(() -> container.process().stdin().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void execHasItsOwnStreamsUserDirectoryAndVariables() throws Exception {
    Container container = sleeping();
    ContainerProcess process =
        container
            .command("sh", "-c", "id -u; id -g; echo $COLOR $PATH; cd .; echo $PWD; exit 3")
            .env("COLOR", "blue")
            .user(1000, 100)
            .workingDirectory("/tmp")
            .start();
    assertThat(all(process.stdout())).isEqualTo("1000\n100\nblue /bin\n/tmp\n");
    assertThat(process.waitFor().code()).isEqualTo(3);
    assertThat(container.process().isAlive()).isTrue();

    ContainerProcess waiting = container.exec("sleep", "1000");
    assertThat(container.processes()).contains((int) waiting.pid());
    assertThat(waiting.waitFor(Duration.ofMillis(1))).isEmpty();
    assertThat(waiting.signal(Signal.SIGKILL)).isTrue();
    assertThat(waiting.waitFor()).isEqualTo(new ExitStatus.Killed(Signal.SIGKILL, false));
    assertThat(waiting.signal(Signal.SIGKILL)).isFalse();
  }

  @Test
  void aTerminalHasASizeAndAnEnd() throws Exception {
    Spec config = config("sh", "-c", "read line; stty size; tty; echo $line");
    Container container =
        launch(Stdio.none(), config.withProcess(process(config).withTerminal(true)));
    container.process().resize(40, 132);
    container.process().stdin().write("typed\n".getBytes(UTF_8));
    assertThat(all(container.process().stdout()))
        .contains("40 132\r\n", "/dev/pts/0\r\n", "typed\r\n");
    assertThat(container.process().waitFor().code()).isZero();

    ContainerProcess shell = sleeping().command("sh", "-c", "tty; read l").terminal().start();
    shell.stdin().write(4); // end of input
    assertThat(all(shell.stdout())).contains("/dev/pts/");
    assertThat(shell.waitFor().code()).isEqualTo(1);
    assertThatThrownBy(() -> sleeping().process().resize(1, 1))
        .isInstanceOf(JruncException.class)
        .hasMessage("resize: it has no terminal");
  }

  @Test
  void limitsAreKeptAndCanBeChanged() throws Exception {
    Resources limits =
        Resources.none().withMemory(Memory.limited(32 << 20)).withPids(new Pids(20L));
    Container container = launch(Stdio.none(), config("sleep", "1000").withResources(limits));
    assertThat(container.stats().memory().usage().limit()).isEqualTo(32 << 20);
    assertThat(container.stats().pids().limit()).isEqualTo(20);
    container.update(Resources.none().withPids(new Pids(30L)));
    assertThat(container.stats().memory().usage().limit()).isEqualTo(32 << 20);
    assertThat(container.stats().pids().limit()).isEqualTo(30);
  }

  @Test
  void whatNeedsTooMuchMemoryIsKilledAndToldOf() throws Exception {
    Spec config = config("sh", "-c", "read line; exec tail /dev/zero");
    Resources limits = Resources.none().withMemory(Memory.limited(4 << 20));
    Container container = launch(Stdio.pipes(), config.withResources(limits));
    container.process().stdin().write('\n');
    assertThat(container.process().waitFor())
        .isEqualTo(new ExitStatus.Killed(Signal.SIGKILL, false));
    assertThat(warnings.poll(20, TimeUnit.SECONDS)).contains(container.id(), "out of memory");
  }

  @Test
  void aPausedContainerGoesOnWhenItIsResumed() {
    Container container = sleeping();
    container.pause();
    assertThat(container.status()).isEqualTo(Status.PAUSED);
    assertThatThrownBy(() -> container.exec("true"))
        .isInstanceOf(JruncException.class)
        .hasMessageContaining("paused");
    container.resume();
    assertThat(container.status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void aProgramInheritsNothingOfTheJvm() throws Exception {
    assertThat(Files.readString(Path.of("/proc/self/coredump_filter")))
        .as("that of this JVM")
        .isEqualTo("0000003f\n");
    Container container = launch(Stdio.pipes(), "cat");
    assertThatNothingOfTheJvmIsIn(container.process());
    assertThatNothingOfTheJvmIsIn(container.exec("cat"));
  }

  /** What begins as the JVM's child is a cat when it answers. */
  private static void assertThatNothingOfTheJvmIsIn(ContainerProcess process) throws IOException {
    process.stdin().write('x');
    process.stdin().flush();
    assertThat(process.stdout().read()).isEqualTo('x');
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsOnly("0", "1", "2");
    }
    String none = "0".repeat(16);
    assertThat(Files.readAllLines(proc.resolve("status")))
        .contains("SigBlk:\t" + none, "SigIgn:\t" + none, "SigCgt:\t" + none);
    assertThat(proc.resolve("coredump_filter")).hasContent("00000033\n");
    assertThat(proc.resolve("oom_score_adj"))
        .hasSameTextualContentAs(Path.of("/proc/self/oom_score_adj"));
    assertThat(proc.resolve("environ")).hasContent(PATH + "\0HOME=/\0");
    assertThat(Files.readAllLines(proc.resolve("limits")))
        .anyMatch(
            line -> line.matches("Max open files +1024 +1024 +files *")); // as config.json says
  }

  @Test
  void anotherUserOfTheContainerCanOpenTheStreamsByPath() throws Exception {
    Spec config = config("sh", "-c", "echo out >/dev/stdout; echo err >/proc/self/fd/2");
    Container container =
        launch(
            Stdio.pipes(),
            config.withProcess(process(config).withUser(new User(101, 101, null, List.of()))));
    assertThat(all(container.process().stdout())).isEqualTo("out\n");
    assertThat(all(container.process().stderr())).isEqualTo("err\n");
    ContainerProcess exec =
        sleeping().command("sh", "-c", "echo out >/dev/stdout").user(101, 101).start();
    assertThat(all(exec.stdout())).isEqualTo("out\n");
  }

  @Test
  void manyThreadsMakeContainersAtOnceAndNothingIsLeft() throws Exception {
    run(0); // so that all is loaded
    long files = openFiles();
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int number = i;
      done.add(threads.submit(() -> run(number)));
    }
    for (Future<?> one : done) {
      one.get();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(engine.list()).isEmpty();
    assertThat(openFiles()).isLessThanOrEqualTo(files + 1); // the reaper's bell
    assertThat(children()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  private boolean run(int number) throws Exception {
    Container container = launch(Stdio.pipes(), "cat");
    ContainerProcess exec = container.exec("sh", "-c", "echo " + number + "; exit " + number);
    assertThat(all(exec.stdout())).isEqualTo(number + "\n");
    assertThat(all(exec.stderr())).isEmpty();
    assertThat(exec.waitFor().code()).isEqualTo(number);
    container.process().stdin().close();
    assertThat(all(container.process().stdout())).isEmpty();
    assertThat(all(container.process().stderr())).isEmpty();
    assertThat(container.process().waitFor().code()).isZero();
    container.delete();
    return true;
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  /** Of this test; those before it may have left some, which end by themselves. */
  private List<Long> children() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .filter(child -> !othersChildren.contains(child))
        .toList();
  }

  @Test
  void oneThreadWaitsForAllAndOtherChildrenAreLeftAlone() throws Exception {
    Set<Thread> before = reapers();
    java.lang.Process other = new ProcessBuilder("sh", "-c", "read line; exit 5").start();
    List<Container> containers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      containers.add(sleeping());
    }
    Set<Thread> reapers = reapers();
    reapers.removeAll(before); // of other engines
    assertThat(reapers).hasSize(1);
    other.getOutputStream().close();
    assertThat(other.waitFor()).isEqualTo(5);
    for (Container container : containers) {
      container.kill(Signal.SIGKILL);
      assertThat(container.process().onExit().get().code()).isEqualTo(128 + 9);
    }
  }

  private static Set<Thread> reapers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("jrunc-reaper"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void aFailureLeavesNothing() throws Exception {
    run(0);
    long files = openFiles();
    assertThatThrownBy(() -> launch(Stdio.pipes(), "no-such-program"))
        .isInstanceOf(JruncException.class)
        .hasMessageContaining("/process/args/0: exec: \"no-such-program\"");
    Spec relative = config("true").withRoot(new io.jrunc.spec.Root("elsewhere", true));
    assertThatThrownBy(() -> engine.create(name(), relative, Stdio.pipes()))
        .hasCauseInstanceOf(InvalidBundleException.class)
        .hasMessageContaining("/root/path");
    assertThatThrownBy(() -> engine.create("../x", config("true"), Stdio.pipes()))
        .isInstanceOf(JruncException.class)
        .hasMessageContaining("container id \"../x\" may have");
    assertThatThrownBy(
            () ->
                engine.create(
                    name(),
                    config("true"),
                    Stdio.pipes().withStdin(Redirect.from(folder.resolve("no").toFile()))))
        .isInstanceOf(JruncException.class)
        .hasMessageContaining("no such file");
    Container container = sleeping();
    assertThatThrownBy(() -> container.exec("no-such-program")).isInstanceOf(JruncException.class);
    assertThatThrownBy(() -> engine.create(container.id(), config("true"), Stdio.pipes()))
        .isInstanceOf(JruncException.class)
        .hasMessageContaining("already exists");
    assertThat(engine.list()).extracting(Container::id).containsExactly(container.id());
    container.forceDelete();
    container.forceDelete();
    container.process().waitFor();
    assertThat(openFiles()).isLessThanOrEqualTo(files + 1);
  }

  /** As when there are too many open files. */
  @Test
  void aContainerThatNobodyCanWaitForIsNotLeft() {
    createUnwatched(
        () -> {
          throw new OperationException("wait", "", "no");
        });
  }

  @Test
  void norIsOneForWhichThereIsNoMemory() {
    createUnwatched(
        () -> {
          throw new OutOfMemoryError("wait: no");
        });
  }

  private void createUnwatched(Supplier<Child> watch) {
    Kernel kernel = JnaKernel.resident();
    ProcessStreams streams = ProcessStreams.open(kernel.files(), Cleaner.create(), Stdio.none());
    LibraryDoor door =
        new LibraryDoor(
            kernel, CallingProcess.self(System.getenv()), streams, (process, rest) -> watch.get());
    try (Engine broken =
        new Engine(
            Optional.of(folder.resolve("state")),
            Rootless.AUTO,
            CgroupDriver.CGROUPFS,
            door,
            warning -> {})) {
      Spec config = config("sleep", "1000");
      assertThatThrownBy(() -> broken.createAttended(name(), config)).hasMessage("wait: no");
    }
    streams.abandon();
    assertThat(engine.list()).isEmpty();
    assertThat(children()).isEmpty();
  }

  @Test
  void whoIsInterruptedStillMakesAWholeContainer() throws Exception {
    Thread.currentThread().interrupt();
    Container container = sleeping();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(container.status()).isEqualTo(Status.RUNNING);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> container.process().waitFor())
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    container.forceDelete();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(engine.list()).isEmpty();
  }

  @Test
  void theContainersOfAClosedEngineGoOn() throws Exception {
    Container container = launch(Stdio.pipes(), "cat");
    engine.close();
    assertThatThrownBy(container::status)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine is closed");
    container.process().stdin().write("still there\n".getBytes(UTF_8));
    container.process().stdin().close();
    assertThat(all(container.process().stdout())).isEqualTo("still there\n");
    assertThat(container.process().waitFor().code()).isZero();
    try (ContainerEngine next = ContainerEngine.builder().root(folder.resolve("state")).build()) {
      Container found = next.find(container.id());
      assertThat(found.status()).isEqualTo(Status.STOPPED);
      assertThatThrownBy(found::process).isInstanceOf(IllegalStateException.class);
      found.delete();
    }
  }

  @Test
  void theCommandLineSeesTheSameContainers() throws Exception {
    Container container = sleeping();
    String id = container.id();
    assertThat(jrunc("list", "--quiet")).isEqualTo(id + "\n");
    assertThat(jrunc("state", id)).contains("\"status\": \"running\"");
    assertThat(jrunc("exec", id, "echo", "from outside")).isEqualTo("from outside\n");
    jrunc("delete", "--force", id);
    assertThat(container.process().waitFor().code()).isEqualTo(128 + 9);
    assertThat(engine.list()).isEmpty();
    assertThatThrownBy(() -> engine.find(id)).isInstanceOf(JruncException.class);
  }

  private String jrunc(String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("jrunc.installation", ""), "bin/jrunc").toString());
    line.addAll(List.of("--root", folder.resolve("state").toString()));
    line.addAll(List.of(arguments));
    java.lang.Process process = new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = all(process.getInputStream());
    assertThat(process.waitFor()).as(String.join(" ", line) + "\n" + output).isZero();
    return output;
  }

  @Test
  void aForgottenProcessLosesItsStreamsButNothingElse() throws Exception {
    Container container = sleeping();
    ContainerProcess process = container.exec("sleep", "1000");
    process.close();
    assertThatThrownBy(() -> process.stdout().read()).isInstanceOf(IOException.class);
    assertThat(process.isAlive()).isTrue();
    assertThat(Optional.of(process.signal(Signal.SIGKILL))).contains(true);
    assertThat(process.waitFor().code()).isEqualTo(128 + 9);
  }
}
