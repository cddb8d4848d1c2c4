package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines pause containers, and resume them, with the commands and the words of runc. */
@AlsoOnV2
@Conformance
class PauseIT {

  @Test
  @SpecRule("runtime.md#state: additional values of status must be distinct from those defined")
  void pauseStopsAContainerAndResumeLetsItGoOn(Sandbox sandbox) {
    Container container = trapping(sandbox);
    Freezer freezer = Freezer.of(container.pid());
    container.command("pause").execute().succeeds();
    assertThat(freezer.isFrozen()).isTrue();
    assertThat(container.status()).isEqualTo("paused");
    assertThat(container.state().path("pid").asLong()).isEqualTo(container.pid());
    assertThat(sandbox.runtime().command("list").execute().succeeds().stdout())
        .containsPattern(container.id() + " .*\\bpaused\\b");
    container.command("resume").execute().succeeds();
    assertThat(freezer.isFrozen()).isFalse();
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void aSignalForAPausedContainerArrivesWhenItIsResumed(Sandbox sandbox) {
    Container container = trapping(sandbox);
    container.command("pause").execute().succeeds();
    container.kill("USR1").succeeds();
    assertThat(container.status()).isEqualTo("paused");
    assertThat(container.written()).doesNotContain("got");
    container.command("resume").execute().succeeds();
    container.awaitWritten("got");
  }

  @Test
  void aPausedContainerCannotBePausedAndARunningOneCannotBeResumed(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.command("resume").execute().failsSaying("container not paused").exits(1);
    container.command("pause").execute().succeeds();
    container.command("pause").execute().failsSaying("container not running").exits(1);
    assertThat(container.status()).isEqualTo("paused");
  }

  @Test
  void aStoppedContainerCanNeitherBePausedNorResumed(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("true")).launch();
    container.awaitStatus("stopped");
    container.command("pause").execute().failsSaying("container not running").exits(1);
    container.command("resume").execute().failsSaying("container not paused").exits(1);
    assertThat(container.status()).isEqualTo("stopped");
  }

  @Test
  void anUnknownContainerCanNeitherBePausedNorResumed(Sandbox sandbox) {
    for (String command : List.of("pause", "resume")) {
      sandbox
          .runtime()
          .command(command, sandbox.newId())
          .execute()
          .failsSaying("does not exist")
          .exits(1);
    }
  }

  @Test
  @SpecRule("runtime.md#start: start must fail unless the container is created")
  void aCreatedContainerCanBePausedAndIsStartedOnceResumed(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("echo", "ran"));
    container.create().succeeds();
    container.command("pause").execute().succeeds();
    assertThat(container.status()).isEqualTo("paused");
    container.start().failsSaying("cannot start a container in the paused state");
    container.command("resume").execute().succeeds();
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
    container.awaitWritten("ran");
  }

  @Test
  @SpecRule("runtime.md#kill: the signal must be sent to the container process")
  void aPausedContainerDiesWhenKilled(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.command("pause").execute().succeeds();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void aPausedContainerDiesWhenAllOfItIsKilled(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("sleep 1000 & echo ready; wait")).launch();
    container.awaitWritten("ready").command("pause").execute().succeeds();
    sandbox.runtime().command("kill", "--all", container.id(), "9").execute().succeeds();
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void aPausedContainerIsDeletedByForceOnly(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.command("pause").execute().succeeds();
    container.delete().failsSaying("that is not stopped: paused");
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void execInAPausedContainerFailsUnlessToldToWait(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.command("pause").execute().succeeds();
    container.exec("true").failsSaying("cannot exec in a paused container").exits(255);
    RunningCommand waiting =
        container.executing(List.of("--ignore-paused"), "echo", "resumed").start();
    Await.until("a second process", () -> pids(container).size() > 1);
    assertThat(waiting.stdout()).isEmpty();
    container.command("resume").execute().succeeds();
    assertThat(waiting.await().succeeds().stdout()).isEqualTo("resumed\n");
  }

  @Test
  void aContainerThatForksAllTheTimeCanBePaused(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("echo ready; while :; do (true) & (true) & wait; done")
                    .set("/linux/resources/pids/limit", 100));
    container.launch().awaitWritten("ready");
    for (int i = 0; i < 5; i++) {
      container.command("pause").execute().succeeds();
      assertThat(container.status()).isEqualTo("paused");
      assertThat(Freezer.of(container.pid()).isFrozen()).isTrue();
      container.command("resume").execute().succeeds();
    }
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void whatTheContainerHasFrozenItselfStaysFrozen(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("sleep 1000 & echo $! ready; wait")).launch();
    long child = pids(container.awaitWritten("ready")).get(1);
    Freezer own = Freezer.of(container.pid());
    Freezer below = own.below("below");
    below.take(child);
    below.freeze();
    container.command("pause").execute().succeeds();
    container.command("resume").execute().succeeds();
    assertThat(own.isFrozen()).isFalse();
    assertThat(below.isFrozen()).isTrue();
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @OnlyFor("jrunc")
  void aContainerThatIsFrozenWithTheGroupAboveItSaysSo(Sandbox sandbox) {
    Container container = sandbox.container();
    Config config = container.bundle().config().sleeping();
    String path = config.at("/linux/cgroupsPath").asText();
    container.bundle().write(config.set("/linux/cgroupsPath", path + "/below"));
    container.launch();
    Freezer above = new Freezer(Freezer.of(container.pid()).group().resolveSibling(""));
    above.freeze();
    try {
      assertThat(container.status()).isEqualTo("paused");
      container
          .command("resume")
          .execute()
          .failsSaying("container not paused", "the cgroup above it is frozen: " + above.group());
      container.command("pause").execute().succeeds();
      container.command("resume").execute().failsSaying("stay frozen", above.group().toString());
    } finally {
      above.thaw();
    }
    assertThat(container.status()).isEqualTo("running");
    container.delete("--force").succeeds();
    above.group().toFile().delete();
  }

  @Test
  @Requires(Need.CGROUP_V1)
  void aRootlessContainerWithoutAGroupCannotBePaused(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    container.command("pause").execute().failsSaying("cgroup");
    assertThat(container.status()).isEqualTo("running");
  }

  private static List<Long> pids(Container container) {
    return PsIT.pids(container);
  }

  private static Container trapping(Sandbox sandbox) {
    return sandbox
        .container(
            config ->
                config.sh("trap 'echo got' USR1; echo ready; while :; do sleep 1 & wait; done"))
        .launch()
        .awaitWritten("ready");
  }
}
