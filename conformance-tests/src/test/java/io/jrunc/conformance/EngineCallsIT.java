package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of calls as containerd's shim and podman make them when containers are paused and end. */
@Conformance
class EngineCallsIT {

  @Test
  @AlsoOnV2
  void aPausedContainerIsTakenAwayAsDockerDoesIt(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    silent(container.command("pause").execute());
    silent(sandbox.runtime().command("kill", container.id(), "9").execute());
    container.awaitStatus("stopped");
    container.command("resume").execute().failsSaying("container not paused").exits(1);
    silent(container.delete());
    silent(container.delete("--force")); // by another process, which knows nothing of the first
  }

  @Test
  @AlsoOnV2
  void aContainerIsStoppedAsKubernetesDoesIt(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> config.sh("trap exit TERM; echo ready; " + "while :; do sleep 0.1; done"));
    container.launch().awaitWritten("ready");
    silent(sandbox.runtime().command("kill", container.id(), "15").execute());
    container.awaitStatus("stopped");
    for (int i = 0; i < 2; i++) {
      silent(sandbox.runtime().command("kill", "--all", container.id(), "9").execute());
    }
    silent(container.delete());
    silent(container.delete("--force"));
  }

  /** Buildah waits for init itself, and deletes without force. */
  @Test
  @AlsoOnV2
  void aContainerCanBeDeletedAtOnceWhenItsParentHasSeenItsEnd(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("sleep 0.3 & exit 3"));
    String pidFile = sandbox.newPath("pid").toString();
    RunningCommand parent =
        container
            .making("create", "--pid-file", pidFile)
            .through(sandbox.tool("reap"), pidFile)
            .start();
    Await.until("create to return", () -> parent.stdout().contains("command exited 0"));
    silent(container.start());
    assertThat(parent.await().succeeds().stdout()).contains("init exited 3");
    silent(container.delete());
    assertThat(container.traces()).isEmpty();
  }

  /** The shim looks for the groups once, when create returns. */
  @Test
  @AlsoOnV2
  void aCreatedContainerIsInItsGroupsForGood(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    String created = Host.read(container.pid(), "cgroup");
    assertThat(created).contains(container.id());
    container.start().succeeds();
    assertThat(Host.read(container.awaitStatus("running").pid(), "cgroup")).isEqualTo(created);
  }

  /** As buildah looks for the end of a container: anything else would make it give up. */
  @Test
  void stateIsCreatedThenRunningThenStopped(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("sleep 0.2"));
    container.create().succeeds();
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
    List<String> seen = new ArrayList<>();
    Await.until(
        "the end",
        () -> {
          seen.add(container.status());
          return !seen.get(seen.size() - 1).equals("running");
        });
    assertThat(seen).endsWith("stopped");
  }

  @Test
  void signalsForAContainerThatHasEndedAreRefusedInTheWordsThatEnginesKnow(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("true")).launch();
    container.awaitStatus("stopped");
    container.kill("9").failsSaying("container not running").exits(1);
    sandbox
        .runtime()
        .command("kill", sandbox.newId(), "9")
        .execute()
        .failsSaying("does not exist")
        .exits(1);
  }

  @Test
  void noEnvironmentIsNeeded(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    for (String command : List.of("pause", "resume", "state", "kill", "delete")) {
      List<String> line = new ArrayList<>(List.of(command));
      if (command.equals("delete")) {
        container.awaitStatus("stopped");
      }
      line.add(container.id());
      if (command.equals("kill")) {
        line.add("KILL");
      }
      sandbox
          .runtime()
          .command(line.toArray(String[]::new))
          .withoutEnvironment()
          .execute()
          .succeeds();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pause", "resume", "ps", "kill", "delete"})
  void whatFailsIsOneObjectInTheLog(String command, Sandbox sandbox) {
    Path log = sandbox.newPath("log");
    String id = sandbox.newId();
    sandbox
        .runtime()
        .command("--log", log.toString(), "--log-format", "json", command, id)
        .execute()
        .fails()
        .exits(1);
    JsonNode entry = Json.parse(HostFiles.read(log));
    assertThat(entry.path("level").asText()).isEqualTo("error");
    assertThat(entry.path("msg").asText()).contains("does not exist");
    assertThat(OffsetDateTime.parse(entry.path("time").asText())).isNotNull();
  }

  private static void silent(Outcome outcome) {
    outcome.succeeds();
    assertThat(outcome.stdout() + outcome.stderr()).as(outcome::toString).isEmpty();
  }
}
