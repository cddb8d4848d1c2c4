package io.jrunc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.Signal;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.plan.CgroupLayout.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Freezing, killing and removing real groups: of version 1's freezer and of version 2, whichever is
 * mounted; needs root.
 */
@Timeout(600)
@Tag("also-on-v2")
class GroupsIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final JnaKernel kernel = JnaKernel.resident();
  private final CgroupFiles files = new HostCgroupFiles(kernel.files());
  private final Processes processes = new HostProcesses(kernel);
  private final Groups groups = new Groups(files);
  private final Freezer freezer = new Freezer(files);
  private final GroupKiller killer = new GroupKiller(files, processes);
  private final GroupRemover remover = new GroupRemover(files, processes);
  private final List<Path> made = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();

  /** Mount points; one of version 1, or of version 2, or both. */
  static Stream<Path> freezers() {
    List<Path> found = new ArrayList<>();
    for (Hierarchy hierarchy : HostLayout.read().hierarchies()) {
      if (hierarchy.version() == 2 || hierarchy.controllers().contains("freezer")) {
        found.add(Path.of(hierarchy.mountPoint()));
      }
    }
    return found.stream().filter(Files::isWritable);
  }

  @AfterEach
  void leavesNothing() throws Exception {
    for (Path group : made) {
      killer.kill(group, LONG);
      remover.remove(group, LONG);
      assertThat(group).doesNotExist();
    }
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void frozenProcessesStandStillUntilTheyAreThawed(Path mount) throws Exception {
    Path group = make(mount);
    Path below = Files.createDirectory(group.resolve("below"));
    move(sleeper(), group);
    move(sleeper(), below);
    freezer.freeze(group, LONG);
    assertThat(freezer.state(group)).isEqualTo(FreezerState.FROZEN);
    awaitFrozen(below);
    assertThat(freezer.isAsked(group)).isTrue();
    assertThat(freezer.isAsked(below)).isFalse();
    assertThat(freezer.askedAbove(below)).contains(group);
    assertThatThrownBy(() -> freezer.thaw(below, LONG))
        .hasMessageEndingWith("the processes stay frozen, as is the cgroup " + group);
    freezer.thaw(group, LONG);
    assertThat(freezer.state(group)).isEqualTo(FreezerState.THAWED);
    assertThat(freezer.state(below)).isEqualTo(FreezerState.THAWED);
  }

  /** Version 2 calls a group frozen when its own processes are; those below are a moment later. */
  private void awaitFrozen(Path group) {
    long end = System.nanoTime() + LONG.toNanos();
    while (freezer.state(group) != FreezerState.FROZEN && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(freezer.state(group)).isEqualTo(FreezerState.FROZEN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void aGroupThatFreezesItselfStaysFrozenWhenTheOneAboveIsThawed(Path mount) throws Exception {
    Path group = make(mount);
    Path below = Files.createDirectory(group.resolve("below"));
    move(sleeper(), group);
    move(sleeper(), below);
    freezer.freeze(below, LONG);
    assertThat(freezer.state(group)).isEqualTo(FreezerState.THAWED);
    freezer.freeze(group, LONG);
    freezer.thaw(group, LONG);
    assertThat(freezer.state(group)).isEqualTo(FreezerState.THAWED);
    assertThat(freezer.state(below)).isEqualTo(FreezerState.FROZEN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void processesThatForkAllTheTimeAreFrozenAndKilled(Path mount) throws Exception {
    Path group = make(mount);
    move(shell("trap '' TERM; read x; while :; do (true) & (true) & wait; done"), group);
    for (int i = 0; i < 20; i++) {
      freezer.freeze(group, LONG);
      assertThat(freezer.state(group)).isEqualTo(FreezerState.FROZEN);
      freezer.thaw(group, LONG);
    }
    killer.kill(group, LONG);
    assertThat(groups.processes(group)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void frozenProcessesAreKilledWhereverTheyAre(Path mount) throws Exception {
    Path group = make(mount);
    Path below = Files.createDirectories(group.resolve("a/b/c"));
    move(sleeper(), group);
    move(sleeper(), below);
    freezer.freeze(below, LONG);
    freezer.freeze(group, LONG);
    killer.kill(group, LONG);
    assertThat(groups.processes(group)).isEmpty();
    for (Process process : started) {
      assertThat(process.waitFor()).isEqualTo(128 + 9);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void aSignalForAllReachesThoseInGroupsBelowAndLeavesThemRunning(Path mount) throws Exception {
    Path group = make(mount);
    Path below = Files.createDirectory(group.resolve("below"));
    move(sleeper(), group);
    move(sleeper(), below);
    killer.signal(group, Signal.SIGTERM);
    assertThat(freezer.isAsked(group)).isFalse();
    for (Process process : started) {
      assertThat(process.waitFor()).isEqualTo(128 + 15);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void aSignalForAllWaitsInAFrozenGroup(Path mount) throws Exception {
    Path group = make(mount);
    // alone, since on version 2 a signal that isn't handled ends even what is frozen
    Process process = shell("trap 'exit 7' TERM; echo; read x; while :; do :; done");
    assertThat(process.getInputStream().read()).isEqualTo('\n');
    move(process, group);
    freezer.freeze(group, LONG);
    killer.signal(group, Signal.SIGTERM);
    assertThat(freezer.isAsked(group)).isTrue();
    freezer.freeze(group, LONG); // a signal wakes the frozen of version 2 for a moment
    assertThat(freezer.state(group)).isEqualTo(FreezerState.FROZEN);
    assertThat(process.isAlive()).isTrue();
    freezer.thaw(group, LONG);
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void groupsSoDeepThatNoPathNamesThemAreKilledAndRemoved(Path mount) throws Exception {
    Path group = make(mount);
    String name = "n".repeat(200);
    Process process = sleeper();
    try (Fd deepest = makeLevels(group, name, 60)) {
      move(process, Path.of("/proc/self/fd/" + deepest.number()));
    }
    assertThat(groups.processes(group)).containsExactly(new Pid((int) process.pid()));
    killer.kill(group, LONG);
    remover.remove(group, LONG);
    assertThat(group).doesNotExist();
  }

  private Fd makeLevels(Path group, String name, int levels) {
    Fd parent = kernel.files().open(group.toString(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    for (int i = 0; i < levels; i++) {
      kernel.files().mkdirat(parent, name, 0755);
      Fd child = kernel.files().openat(parent, name, OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
      parent.close();
      parent = child;
    }
    return parent;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("freezers")
  void aProcessThatHasEndedIsNoError(Path mount) throws Exception {
    Path group = make(mount);
    Process process = sleeper();
    Pid pid = new Pid((int) process.pid());
    process.destroyForcibly().waitFor();
    try (Processes.Held held = processes.hold(List.of(pid))) {
      held.signal(Signal.SIGKILL, java.util.Set.of(pid.number()));
      held.awaitEnd(LONG);
    }
    killer.kill(group, LONG);
    freezer.tryToFreeze(group.resolve("gone"), LONG);
  }

  private Path make(Path mount) throws IOException {
    Path group = mount.resolve("jrunc-it-" + ProcessHandle.current().pid() + "-" + made.size());
    made.add(Files.createDirectory(group));
    return group;
  }

  private static void move(Process process, Path group) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
    process.getOutputStream().close(); // those that have waited may begin
  }

  private Process sleeper() throws IOException {
    return start("sleep", "1000");
  }

  private Process shell(String script) throws IOException {
    return start("sh", "-c", script);
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }
}
