package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done to a container from outside: signals, stop, pause, figures, events, restart. */
@Clients
class DockerLifeIT {
  /** Ends with 5 on TERM and with 6 on USR1; says "up" when it is ready for them. */
  private static final String OBEDIENT =
      "trap 'exit 5' TERM; trap 'exit 6' USR1; echo up; while :; do sleep 0.1; done";

  private final Dockerd dockerd = Dockerd.shared();
  private String container = "";

  @AfterEach
  void remove() {
    dockerd.remove(container);
  }

  private void startObedient(String... options) {
    container = dockerd.start(List.of(options), "sh", "-c", OBEDIENT);
    awaitLogs("up\n");
  }

  private void awaitLogs(String text) {
    Await.until(text, () -> dockerd.docker("logs", container).stdout().equals(text));
  }

  private long pid() {
    return Long.parseLong(dockerd.inspect(container, ".State.Pid"));
  }

  private String state() {
    return dockerd.inspect(container, ".State.Status");
  }

  private String exitCode() {
    return dockerd.inspect(container, ".State.ExitCode");
  }

  @AlsoToday
  @Test
  void stopSendsTermAndKillsOnlyAfterTheTimeLimit() {
    startObedient();
    dockerd.docker("stop", container).succeeds();
    assertThat(state() + " " + exitCode()).isEqualTo("exited 5");
    dockerd.docker("start", container).succeeds();
    assertThat(state()).isEqualTo("running");
    dockerd.remove(container);
    container = dockerd.start(List.of(), "sleep", "1000"); // pid 1 ignores TERM
    dockerd.docker("stop", "--time", "1", container).succeeds();
    assertThat(state() + " " + exitCode()).isEqualTo("exited 137");
  }

  @Test
  void theStopSignalAndTheSignalOfKillAreThoseThatWereAskedFor() {
    startObedient("--stop-signal", "USR1");
    dockerd.docker("stop", container).succeeds();
    assertThat(exitCode()).isEqualTo("6");
    dockerd.docker("start", container).succeeds();
    awaitLogs("up\nup\n");
    dockerd.docker("kill", "--signal", "TERM", container).succeeds();
    assertThat(dockerd.docker("wait", container).stdout()).isEqualTo("5\n");
    dockerd.docker("kill", container).exits(1).failsSaying("is not running");
  }

  @AlsoToday
  @Test
  void whatIsPausedStandsStillTakesNoExecAndGoesOn() {
    startObedient();
    Freezer freezer = Freezer.of(pid());
    dockerd.docker("pause", container).succeeds();
    assertThat(freezer.isFrozen()).isTrue();
    assertThat(state()).isEqualTo("paused");
    dockerd.docker("exec", container, "true").exits(1).failsSaying("is paused");
    dockerd.docker("pause", container).exits(1).failsSaying("already paused");
    dockerd.docker("unpause", container).succeeds();
    assertThat(freezer.isFrozen()).isFalse();
    dockerd.docker("unpause", container).exits(1).failsSaying("is not paused");
    dockerd.docker("exec", container, "true").succeeds();
  }

  @AlsoToday
  @Test
  void whatIsPausedCanBeRemovedByForce() {
    startObedient();
    long pid = pid();
    dockerd.docker("pause", container).succeeds();
    dockerd.docker("rm", "--force", container).succeeds();
    assertThat(Host.isRunning(pid)).isFalse();
  }

  @Test
  void whatIsPausedCanBeStopped() {
    startObedient();
    dockerd.docker("pause", container).succeeds();
    dockerd.docker("stop", "--time", "5", container).succeeds();
    // Docker sends TERM, and KILL if that doesn't end it: one of both, as the release has it
    assertThat(state()).isEqualTo("exited");
    assertThat(exitCode()).isIn("5", "137");
  }

  @AlsoToday
  @Test
  void topShowsTheProcessesAndStatsTheirNumberAndMemory() {
    container = dockerd.start(List.of("--memory", "64m"), "sh", "-c", "sleep 1001 & sleep 1002; :");
    Await.until(
        "both",
        () ->
            dockerd.docker("top", container, "-o", "pid,args").stdout().contains("sleep 1001")
                && dockerd.docker("top", container).stdout().contains("sleep 1002"));
    assertThat(dockerd.docker("top", container, "-o", "pid").succeeds().stdout().lines())
        .hasSize(4)
        .contains(Long.toString(pid()));
    JsonNode stats =
        Json.parse(
            dockerd
                .docker("stats", "--no-stream", "--format", "{{json .}}", container)
                .succeeds()
                .stdout());
    assertThat(stats.path("PIDs").asText()).isEqualTo("3");
    assertThat(stats.path("MemUsage").asText()).matches("[1-9].*iB / 64MiB");
  }

  @AlsoToday
  @Test
  void onFailureItIsStartedAgainAsOftenAsWasAskedFor() {
    container = dockerd.start(List.of("--restart", "on-failure:2"), "sh", "-c", "echo up; exit 3");
    Await.until("the end", () -> state().equals("exited"));
    assertThat(dockerd.inspect(container, ".RestartCount")).isEqualTo("2");
    assertThat(exitCode()).isEqualTo("3");
    awaitLogs("up\nup\nup\n");
  }

  @Test
  void whatIsToRunAlwaysIsStartedAgainWhenItsFirstProcessIsKilled() {
    startObedient("--restart", "always");
    long first = pid();
    Host.kill("KILL", first);
    awaitLogs("up\nup\n");
    Await.until("the second", () -> pid() != 0 && pid() != first);
    dockerd.docker("stop", container).succeeds();
    assertThat(state() + " " + dockerd.inspect(container, ".RestartCount")).isEqualTo("exited 1");
  }

  @Test
  void restartEndsTheFirstProcessAndStartsANewOne() {
    startObedient();
    long first = pid();
    dockerd.docker("restart", container).succeeds();
    assertThat(Host.isRunning(first)).isFalse();
    assertThat(pid()).isNotEqualTo(first);
    assertThat(state()).isEqualTo("running");
  }

  @Test
  void eventsTellOfEachStepAndOfTheExitCode() {
    startObedient();
    dockerd.docker("pause", container).succeeds();
    dockerd.docker("unpause", container).succeeds();
    dockerd.docker("exec", container, "sh", "-c", "exit 4").exits(4);
    dockerd.docker("kill", "--signal", "USR1", container).succeeds();
    dockerd.docker("wait", container).succeeds();
    dockerd.docker("rm", container).succeeds();
    Await.until("the last", () -> events().contains("destroy"));
    assertThat(events())
        .containsSubsequence(
            "create",
            "start",
            "pause",
            "unpause",
            "exec_start",
            "exec_die 4",
            "kill",
            "die 6",
            "destroy");
  }

  private List<String> events() {
    return dockerd
        .docker(
            "events",
            "--since",
            "1h",
            "--until",
            "0s",
            "--filter",
            "container=" + container,
            "--format",
            "{{.Action}}" + "{{with index .Actor.Attributes \"exitCode\"}} {{.}}{{end}}")
        .succeeds()
        .stdout()
        .lines()
        .map(line -> line.startsWith("exec_start") ? "exec_start" : line)
        .toList();
  }

  @Test
  void anInitOfDockersOwnReapsOrphansAndPassesSignalsOn() {
    container = dockerd.start(List.of("--init"), "sh", "-c", "(true &); " + OBEDIENT);
    awaitLogs("up\n");
    assertThat(dockerd.docker("exec", container, "cat", "/proc/1/comm").stdout())
        .startsWith("docker-init");
    dockerd.docker("stop", container).succeeds();
    assertThat(exitCode()).isEqualTo("5");
  }
}
