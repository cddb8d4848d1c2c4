package io.jrunc.conformance.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A container under test, which may not exist yet: an id, a bundle and the calls on them. */
public final class Container {

  private final RuntimeUnderTest runtime;
  private final Path root;
  private final Bundle bundle;
  private final String id;
  private Optional<RunningCommand> maker = Optional.empty();
  private Optional<Long> knownPid = Optional.empty();

  Container(RuntimeUnderTest runtime, Path root, Bundle bundle, String id) {
    this.runtime = runtime;
    this.root = root;
    this.bundle = bundle;
    this.id = id;
  }

  public String id() {
    return id;
  }

  public Bundle bundle() {
    return bundle;
  }

  /** A call of SUBCOMMAND OPTIONS ID. */
  public Command command(String subcommand, String... options) {
    List<String> line = new ArrayList<>(List.of(subcommand));
    line.addAll(List.of(options));
    line.add(id);
    return runtime.commandAt(root, line.toArray(String[]::new));
  }

  /** A call of create or run: SUBCOMMAND --bundle FOLDER OPTIONS ID. */
  public Command making(String subcommand, String... options) {
    List<String> all = new ArrayList<>(List.of("--bundle", bundle.folder().toString()));
    all.addAll(List.of(options));
    return command(subcommand, all.toArray(String[]::new));
  }

  public Outcome create(String... options) {
    return make(making("create", options)).await();
  }

  /** Asserts that create refuses, and that nothing is there of the container afterwards. */
  public Outcome createFailsAndLeavesNothing(String... options) {
    Outcome outcome = create(options).fails();
    assertThat(traces()).as("what a failed create left").isEmpty();
    return outcome;
  }

  /** Runs the container in the foreground until it ends. */
  public Outcome run(String... options) {
    return make(making("run", options)).await();
  }

  /** Runs the container and returns what it wrote; fails when it failed. */
  public String output(String... options) {
    return run(options).succeeds().stdout();
  }

  /** Starts a command that makes the container, remembering where the container's output goes. */
  public RunningCommand make(Command command) {
    RunningCommand running = command.start();
    maker = Optional.of(running);
    return running;
  }

  public Outcome start() {
    return command("start").execute();
  }

  /**
   * Creates and starts the container and waits until its program runs: start may return before
   * that. Fails when either fails.
   */
  public Container launch() {
    return launch(create -> create);
  }

  /** As {@link #launch()}, with edits of the call of create: what comes before it, say. */
  public Container launch(UnaryOperator<Command> edits) {
    Path pidFile = bundle.folder().resolveSibling(id + ".pid");
    make(edits.apply(making("create", "--pid-file", pidFile.toString()))).await().succeeds();
    long pid = Long.parseLong(HostFiles.read(pidFile));
    knownPid = Optional.of(pid);
    String before = commandLine(pid);
    start().succeeds();
    Await.until("the program to run", () -> !Host.isRunning(pid) || hasExecuted(pid, before));
    return this;
  }

  /** Whether the command line is another than before; it is empty in the middle of execve. */
  private static boolean hasExecuted(long pid, String before) {
    String now = commandLine(pid);
    return !now.isEmpty() && !now.equals(before);
  }

  private static String commandLine(long pid) {
    return HostFiles.readIfThere(Path.of("/proc", Long.toString(pid), "cmdline")).orElse("");
  }

  /** A call of exec OPTIONS ID COMMAND. */
  public Command executing(List<String> options, String... command) {
    List<String> line = new ArrayList<>(List.of("exec"));
    line.addAll(options);
    line.add(id);
    line.addAll(List.of(command));
    return runtime.commandAt(root, line.toArray(String[]::new));
  }

  /** Executes one more command in the container and waits for its end. */
  public Outcome exec(String... command) {
    return executing(List.of(), command).execute();
  }

  /** The same with a line of the container's own sh; what it wrote. */
  public String execSh(List<String> options, String script) {
    return executing(options, "sh", "-c", script).execute().succeeds().stdout();
  }

  public Outcome kill(String... signal) {
    List<String> line = new ArrayList<>(List.of("kill", id));
    line.addAll(List.of(signal));
    return runtime.commandAt(root, line.toArray(String[]::new)).execute();
  }

  public Outcome delete(String... options) {
    return command("delete", options).execute();
  }

  public Outcome askState() {
    return command("state").execute();
  }

  public JsonNode state() {
    return Json.parse(askState().succeeds().stdout());
  }

  public String status() {
    return state().path("status").asText();
  }

  /** The pid of the container's first process, as it was when the container was launched. */
  public long pid() {
    return knownPid.orElseGet(() -> state().path("pid").asLong());
  }

  /** What the container (and the call that made it) wrote to standard output so far. */
  public String written() {
    return maker.map(RunningCommand::stdout).orElse("");
  }

  /** State, groups, processes and mounts of this container that are there now, a line each. */
  public List<String> traces() {
    List<String> traces = new ArrayList<>(Leftovers.of(root, id));
    for (MountEntry mount : Host.mounts()) {
      if (Path.of(mount.path()).startsWith(bundle.folder())) {
        traces.add("mount on " + mount.path());
      }
    }
    return traces;
  }

  /** Waits until the container has written a text. */
  public Container awaitWritten(String text) {
    Await.until("output with " + text + " in it", () -> written().contains(text));
    return this;
  }

  /** Waits until state tells this status. */
  public Container awaitStatus(String status) {
    Await.until(id + " to be " + status, () -> status().equals(status));
    return this;
  }
}
