package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines ask {@code ps} for the processes of a container, as runc tells them. */
@Conformance
class PsIT {

  @AlsoOnV2
  @Test
  void jsonIsAListOfThePidsOnTheHost(Sandbox sandbox) {
    Container container = threeProcesses(sandbox);
    List<Long> expected = new ArrayList<>(List.of(container.pid()));
    expected.addAll(Host.children(container.pid()));
    assertThat(expected).hasSize(3);
    assertThat(pids(container)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void jsonIsAllThatIsWrittenSinceEnginesReadBothStreamsAsOne(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    Outcome outcome = container.command("ps", "--format", "json").execute().succeeds();
    assertThat(outcome.stdout()).isEqualTo("[" + container.pid() + "]\n");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(container.command("ps", "-f", "json").execute().succeeds().stdout())
        .isEqualTo(outcome.stdout());
  }

  @AlsoOnV2
  @Test
  void processesOfExecAndOfGroupsBelowBelongToTheContainer(Sandbox sandbox) {
    Container container = threeProcesses(sandbox);
    long child = Host.children(container.pid()).get(0);
    Freezer.of(container.pid()).below("below").take(child);
    container.executing(List.of("--detach"), "sleep", "1003").execute().succeeds();
    assertThat(pids(container)).hasSize(4).contains(container.pid(), child);
  }

  @AlsoOnV2
  @Test
  void theTableIsTheHostsPsWithTheContainersProcessesOnly(Sandbox sandbox) {
    Container container = threeProcesses(sandbox);
    List<String> lines = container.command("ps").execute().succeeds().stdout().lines().toList();
    assertThat(lines.get(0)).startsWith("UID").contains(" PID ", "CMD");
    assertThat(column(lines, 1)).isEqualTo(pids(container));
    assertThat(String.join("\n", lines)).contains("sleep 1001", "sleep 1002");
  }

  @Test
  void whatFollowsTheIdIsForPs(Sandbox sandbox) {
    Container container = threeProcesses(sandbox);
    assertThat(table(sandbox, container, "aux")).first().asString().startsWith("USER");
    List<String> lines = table(sandbox, container, "-e", "-o", "comm,pid");
    assertThat(lines.get(0).strip().split(" +", -1)).containsExactly("COMMAND", "PID");
    assertThat(column(lines, 1)).isEqualTo(pids(container));
    assertThat(table(sandbox, container, "-f", "-p", Long.toString(container.pid()))).hasSize(2);
  }

  @Test
  @OnlyFor("jrunc")
  void whatFollowsTwoDashesIsForPsToo(Sandbox sandbox) {
    Container container = threeProcesses(sandbox);
    assertThat(column(table(sandbox, container, "--", "-e", "-o", "pid"), 0))
        .isEqualTo(pids(container));
  }

  @Test
  void aTableWithoutPidsIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    ps(sandbox, container, "-e", "-o", "comm").failsSaying("PID").exits(1);
  }

  @Test
  void optionsThatPsDoesNotKnowAreAnErrorInItsOwnWords(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    ps(sandbox, container, "--no-such-option").failsSaying("unknown gnu long option").exits(1);
  }

  @Test
  void anUnknownFormatIsAnError(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.command("ps", "--format", "xml").execute().failsSaying("invalid format option");
  }

  @Test
  void aHostWithoutPsIsToldAndCanStillListPids(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    String empty = sandbox.newFolder().toString();
    container.command("ps").env("PATH", empty).execute().failsSaying("ps").exits(1);
    container.command("ps", "-f", "json").env("PATH", empty).execute().succeeds();
  }

  @Test
  void anUnknownContainerIsAnErrorAndAStoppedOneHasNoProcesses(Sandbox sandbox) {
    sandbox
        .runtime()
        .command("ps", sandbox.newId())
        .execute()
        .failsSaying("does not exist")
        .exits(1);
    Container container = sandbox.container(config -> config.args("true")).launch();
    container.awaitStatus("stopped");
    Outcome outcome = container.command("ps", "-f", "json").execute().succeeds();
    assertThat(outcome.stdout().strip()).isIn("[]", "null");
    assertThat(container.command("ps").execute().succeeds().stdout().lines()).hasSize(1);
  }

  @Test
  @Requires(Need.CGROUP_V1)
  void aRootlessContainerWithoutAGroupSaysWhyItsProcessesAreNotKnown(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    container.command("ps").execute().failsSaying("cgroup").exits(1);
  }

  /** What {@code ps} tells as JSON. */
  static List<Long> pids(Container container) {
    List<Long> pids = new ArrayList<>();
    for (JsonNode pid :
        Json.parse(container.command("ps", "-f", "json").execute().succeeds().stdout())) {
      pids.add(pid.asLong());
    }
    return pids;
  }

  private static Container threeProcesses(Sandbox sandbox) {
    Container container =
        sandbox
            .container(config -> config.sh("sleep 1001 & sleep 1002 & echo ready; wait"))
            .launch()
            .awaitWritten("ready");
    Await.until(
        "both programs",
        () ->
            Host.children(container.pid()).stream()
                    .filter(child -> Host.read(child, "cmdline").startsWith("sleep"))
                    .count()
                == 2);
    return container;
  }

  private static List<String> table(Sandbox sandbox, Container container, String... options) {
    return ps(sandbox, container, options).succeeds().stdout().lines().toList();
  }

  private static Outcome ps(Sandbox sandbox, Container container, String... options) {
    List<String> line = new ArrayList<>(List.of("ps", container.id()));
    line.addAll(List.of(options));
    return sandbox.runtime().command(line.toArray(String[]::new)).execute();
  }

  /** The numbers in a column, without its heading. */
  private static List<Long> column(List<String> lines, int index) {
    return lines.stream()
        .skip(1)
        .map(line -> Long.valueOf(line.strip().split(" +", -1)[index]))
        .toList();
  }
}
