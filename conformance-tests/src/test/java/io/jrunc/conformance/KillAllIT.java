package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code kill --all}: the signal is for everybody in the container's group, whoever is left. */
@AlsoOnV2
@Conformance
class KillAllIT {

  @Test
  @Requires(Need.PIDS_CONTROLLER)
  void aForkBombIsGone(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .withoutNamespace("pid")
                    .sh("b() { b & b & }; b 2>/dev/null & echo ready; exec sleep 1000")
                    .set("/linux/resources/pids/limit", 60));
    Freezer group = Freezer.of(container.launch().awaitWritten("ready").pid());
    killAll(sandbox, container, "9").succeeds();
    Await.until("the last to be gone", () -> members(group).isEmpty());
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void processesThatForkAllTheTimeAreGone(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .withoutNamespace("pid")
                    .sh(
                        "for i in 1 2 3 4 5 6 7 8; do (while :; do (true); done) & done;"
                            + " echo ready; wait"));
    Freezer group = Freezer.of(container.launch().awaitWritten("ready").pid());
    killAll(sandbox, container, "KILL").succeeds();
    Await.until("the last to be gone", () -> members(group).isEmpty());
    container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void processesThatIgnoreSignalsOutliveAllButKill(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .withoutNamespace("pid")
                    .sh("trap '' TERM INT HUP; sleep 1001 & sleep 1002 & echo ready; wait"));
    Freezer group = Freezer.of(container.launch().awaitWritten("ready").pid());
    Await.until("three processes", () -> members(group).size() == 3);
    List<Long> before = members(group);
    for (String signal : List.of("TERM", "INT", "HUP")) {
      killAll(sandbox, container, signal).succeeds();
    }
    assertThat(members(group)).isEqualTo(before);
    killAll(sandbox, container, "KILL").succeeds();
    Await.until("all to be gone", () -> before.stream().noneMatch(Host::isRunning));
  }

  @Test
  void everySignalReachesProcessesOfExecAndOfGroupsBelow(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.sh(
                    "trap 'echo init got it' USR1; (trap 'echo below got it; exit' USR1; echo ready;"
                        + " while :; do sleep 0.1; done) & wait; wait; sleep 1000"));
    container.launch().awaitWritten("ready");
    Freezer own = Freezer.of(container.pid());
    own.below("below").below("deeper").take(Host.children(container.pid()).get(0));
    Outcome detached =
        container
            .executing(
                List.of("--detach"),
                "sh",
                "-c",
                "trap 'echo > /tmp/got; exit' USR1; echo > /tmp/set; while :; do sleep 0.1; done")
            .execute();
    detached.succeeds();
    container.execSh(List.of(), "while ! [ -e /tmp/set ]; do sleep 0.1; done");
    killAll(sandbox, container, "USR1").succeeds();
    container.awaitWritten("below got it").awaitWritten("init got it");
    container.execSh(List.of(), "while ! [ -e /tmp/got ]; do sleep 0.1; done");
  }

  @Test
  void aStoppedContainerHasNobodyToKillAndThatIsNoError(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("true")).launch();
    container.awaitStatus("stopped");
    killAll(sandbox, container, "9").succeeds();
    killAll(sandbox, container, "TERM").succeeds();
    container.delete().succeeds();
  }

  @Test
  void anUnknownContainerIsAnError(Sandbox sandbox) {
    sandbox
        .runtime()
        .command("kill", "--all", sandbox.newId(), "9")
        .execute()
        .failsSaying("does not exist")
        .exits(1);
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.CGROUP_V1)
  void aRootlessContainerWithoutAGroupEndsWithItsInit(Sandbox sandbox) {
    Sandbox user = sandbox.asUser();
    Container container =
        user.container(config -> config.sh("sleep 1000 & echo ready; wait")).launch();
    killAll(user, container.awaitWritten("ready"), "9").succeeds();
    container.awaitStatus("stopped");
  }

  private static Outcome killAll(Sandbox sandbox, Container container, String signal) {
    return sandbox.runtime().command("kill", "--all", container.id(), signal).execute();
  }

  private static List<Long> members(Freezer group) {
    List<Long> pids = new ArrayList<>();
    HostFiles.readIfThere(group.group().resolve("cgroup.procs"))
        .orElse("")
        .lines()
        .forEach(line -> pids.add(Long.valueOf(line)));
    return pids;
  }
}
