package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who is charged for memory, and what is said when it is too little. */
@Conformance
@Requires(Need.MEMORY_CONTROLLER)
class SmallMemoryIT {

  private static final long MIB = 1 << 20;

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#control-groups: the group has the container's processes, no others")
  void onlyInitIsInTheGroupOfACreatedContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(processes(container)).containsExactly(Long.toString(container.pid()));
  }

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#control-groups: making a container is not charged to it")
  void theRuntimeItselfIsNotChargedToTheContainer(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(usage(container)).isLessThan(MIB);
    container.start().succeeds();
  }

  @Test
  @AlsoOnV2
  @SpecRule("config-linux.md#control-groups: a runtime that waits for a container is not in it")
  void aRuntimeThatRunsAContainerIsNotInItsGroup(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo up; exec sleep 1000"));
    RunningCommand run = container.make(container.making("run"));
    container.awaitWritten("up");
    assertThat(processes(container)).containsExactly(Long.toString(container.pid()));
    container.kill("KILL").succeeds();
    run.await().exits(128 + 9);
  }

  @Test
  @AlsoOnV2
  @SpecRule(
      "config-linux.md#control-groups: a runtime that waits for a program is not in the group")
  void aRuntimeThatWaitsForAProgramOfExecIsNotInTheGroup(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    RunningCommand exec =
        container.executing(List.of(), "sh", "-c", "echo up; exec sleep 1000").start();
    Await.until("the program to run", () -> exec.stdout().contains("up"));
    assertThat(processes(container)).hasSize(2);
    container.delete("--force").succeeds();
    exec.await();
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.CGROUP_V1)
  void aContainerDoesNotTakeMuchMoreThanItsProgram(Sandbox sandbox) {
    Container container = sandbox.container(config -> limited(config.args("true"), 192 << 10));
    container.run().succeeds();
  }

  // what is said

  @Test
  @AlsoOnV2
  @OnlyFor("jrunc")
  void aContainerThatCannotBeMadeForWantOfMemorySaysSo(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> limited(config.sleeping().namespace("cgroup"), 4096));
    container
        .createFailsAndLeavesNothing()
        .failsSaying(
            "create " + container.id() + ": /linux/resources/memory/limit: ",
            ": out of memory: 4096 of 4096 bytes were in use; raise it");
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.CGROUP_V1)
  void aContainerThatCannotBeStartedForWantOfMemorySaysSo(Sandbox sandbox) {
    Container container = sandbox.container(config -> limited(config.sleeping(), 4096));
    container.create().succeeds();
    container
        .start()
        .failsSaying(
            "start " + container.id() + ": /linux/resources/memory/limit: ",
            ": out of memory: 4096 of 4096 bytes were in use; raise it");
  }

  @Test
  @AlsoOnV2
  @OnlyFor("jrunc")
  void aContainerThatIsKilledForWantOfMemorySaysSo(Sandbox sandbox) {
    Container container = sandbox.container(config -> limited(config.args(greedy()), 16 * MIB));
    Outcome outcome = container.run().exits(128 + 9);
    assertThat(outcome.stderr()).contains(container.id() + ": " + used(16 * MIB));
  }

  @Test
  @OnlyFor("jrunc")
  void aContainerWhoseProgramIsToldOfAChildKilledForWantOfMemorySaysSo(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> limited(config.sh(String.join(" ", greedy()) + "; exit $?"), 16 * MIB));
    Outcome outcome = container.run().exits(128 + 9);
    assertThat(outcome.stderr()).contains(used(16 * MIB));
  }

  @Test
  @OnlyFor("jrunc")
  void aContainerThatIsKilledForAnotherReasonSaysNothing(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> limited(config.sh("kill -9 $$; sleep 1; exit 137"), 16 * MIB));
    assertThat(container.run().exits(128 + 9).stderr()).doesNotContain("memory");
  }

  @Test
  @OnlyFor("jrunc")
  void aProgramOfExecThatIsKilledForWantOfMemorySaysSo(Sandbox sandbox) {
    Container container = launched(sandbox, config -> limited(config.sleeping(), 16 * MIB));
    Outcome outcome = container.exec(greedy()).exits(128 + 9);
    assertThat(outcome.stderr()).contains(container.id() + ": " + used(16 * MIB));
    outcome = container.exec("sh", "-c", "exit 137").exits(128 + 9);
    assertThat(outcome.stderr()).doesNotContain("memory");
  }

  private static String[] greedy() {
    return new String[] {"dd", "if=/dev/zero", "of=/dev/null", "bs=100M", "count=1"};
  }

  private static String used(long limit) {
    return "/linux/resources/memory/limit: out of memory: "
        + limit
        + " of "
        + limit
        + " bytes were in use; raise it";
  }

  private static Config limited(Config config, long bytes) {
    return config
        .set("/linux/resources/memory/limit", bytes)
        .set("/linux/resources/memory/swap", bytes);
  }

  private static Container launched(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.container(edits).launch();
  }

  private static List<String> processes(Container container) {
    return HostFiles.read(group(container).resolve("cgroup.procs")).lines().toList();
  }

  private static long usage(Container container) {
    String name = Cgroups.isV1() ? "memory.max_usage_in_bytes" : "memory.current";
    return Long.parseLong(HostFiles.read(group(container).resolve(name)).strip());
  }

  private static Path group(Container container) {
    return Cgroups.groupOf(container.pid(), "memory");
  }
}
