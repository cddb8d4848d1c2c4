package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The run command: a container in the foreground, or detached. */
@Conformance
class RunIT {

  @Test
  void runPassesStandardInputOutputAndErrorThrough(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("cat; echo problem >&2"));
    Outcome outcome = container.making("run").stdin("one\ntwo\n").execute().succeeds();
    assertThat(outcome.stdout()).isEqualTo("one\ntwo\n");
    assertThat(outcome.stderr()).isEqualTo("problem\n");
  }

  @Test
  void runPassesALargeInputThroughUnchanged(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("md5sum"));
    String input = "0123456789abcdef\n".repeat(200_000);
    String host = sandbox.program("md5sum").stdin(input).execute().succeeds().stdout();
    assertThat(container.making("run").stdin(input).execute().succeeds().stdout()).isEqualTo(host);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0, 1, 3, 126, 127, 255})
  void runReturnsTheProgramsExitCode(int code, Sandbox sandbox) {
    sandbox.container(config -> config.sh("exit " + code)).run().exits(code);
  }

  @Test
  void runReturns128PlusTheSignalThatKilledTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ready; exec sleep 1000"));
    RunningCommand run = container.make(container.making("run"));
    container.awaitWritten("ready");
    container.kill("KILL").succeeds();
    run.await().exits(128 + 9);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TERM", "INT", "HUP", "USR1", "USR2", "QUIT", "CONT"})
  void runPassesSignalsOnToTheProgram(String signal, Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.sh("trap 'echo got; exit 7' " + signal + "; echo ready; sleep 1000 & wait"));
    RunningCommand run = container.make(container.making("run"));
    container.awaitWritten("ready");
    run.signal(signal);
    assertThat(run.await().exits(7).stdout()).isEqualTo("ready\ngot\n");
  }

  @AlsoOnV2
  @Test
  void runDeletesTheContainerWhenItsProgramEnds(Sandbox sandbox) {
    Container container = sandbox.container();
    container.run().succeeds();
    assertThat(container.traces()).isEmpty();
    container.askState().fails();
  }

  @Test
  void runDeletesTheContainerWhenItsProgramIsKilled(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ready; exec sleep 1000"));
    RunningCommand run = container.make(container.making("run"));
    container.awaitWritten("ready");
    run.signal("TERM");
    // the first process of a pid namespace ignores a signal that it has no handler for
    container.kill("KILL");
    run.await();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aContainerInTheForegroundIsSeenByOtherCommands(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ready; exec sleep 1000"));
    RunningCommand run = container.make(container.making("run"));
    container.awaitWritten("ready");
    assertThat(container.status()).isEqualTo("running");
    container.kill("KILL").succeeds();
    run.await();
  }

  @Test
  void runWithTheIdOfAnotherContainerFailsAndLeavesThatAlone(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping).launch();
    Container second = sandbox.container(first.id(), sandbox.bundle(c -> {}));
    second.run().fails();
    assertThat(first.status()).isEqualTo("running");
  }

  @Test
  void runDetachedReturnsWhileTheContainerRuns(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo ready; exec sleep 1000"));
    container.run("--detach").succeeds();
    container.awaitWritten("ready");
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void runDetachedDoesNotDeleteTheContainer(Sandbox sandbox) {
    Container container = sandbox.container();
    container.run("-d").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void runWithKeepLeavesAStoppedContainer(Sandbox sandbox) {
    Container container = sandbox.container();
    container.run("--keep").succeeds();
    assertThat(container.status()).isEqualTo("stopped");
  }

  @Test
  void runWritesAPidFile(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Path pidFile = sandbox.newPath("pid");
    container.run("--detach", "--pid-file", pidFile.toString()).succeeds();
    assertThat(HostFiles.read(pidFile)).isEqualTo(Long.toString(container.pid()));
  }

  @Test
  void runWithoutPivotRootShowsTheBundlesRootOnly(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("ls /; cat /proc/1/root/mark"));
    HostFiles.write(container.bundle().rootfs().resolve("mark"), "marked\n");
    assertThat(container.output("--no-pivot"))
        .isEqualTo("bin\ndev\netc\nmark\nproc\nroot\nsys\ntmp\nmarked\n");
  }

  @AlsoOnV2
  @Test
  void aProgramThatLeavesChildrenBehindEndsWithThem(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("sleep 1000 & echo left"));
    assertThat(container.output()).isEqualTo("left\n");
    assertThat(container.traces()).isEmpty();
  }
}
