package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** config-linux.md#control-groups: where the group is, and the limits of memory, cpu and pids. */
@AlsoOnV2
@Conformance
class LinuxCgroupsIT {

  private static final long MIB = 1 << 20;

  @Test
  @SpecRule("config-linux.md#cgroups-path: absolute paths are below the mount of the controller")
  void theGroupIsAtTheGivenPathOfEveryController(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    for (String controller : new String[] {"memory", "cpu", "pids"}) {
      if (Cgroups.has(controller)) {
        assertThat(Cgroups.groupOf(container.pid(), controller))
            .isEqualTo(given(controller, container));
      }
    }
  }

  @Test
  @SpecRule("config-linux.md#cgroups-path: relative paths are below a place that stays the same")
  void aRelativePathIsBelowAPlaceOfTheRuntimes(Sandbox sandbox) {
    Container first = sandbox.container(Config::sleeping);
    Container second = sandbox.container(Config::sleeping);
    for (Container container : new Container[] {first, second}) {
      Config config = container.bundle().config();
      container.bundle().write(config.set("/linux/cgroupsPath", container.id() + "/group"));
      container.create().succeeds();
    }
    Path group = Cgroups.groupOf(first.pid(), "pids");
    assertThat(group.toString()).endsWith("/" + first.id() + "/group");
    assertThat(Cgroups.groupOf(second.pid(), "pids"))
        .isEqualTo(group.resolve("../..").normalize().resolve(second.id()).resolve("group"));
    first.delete("--force").succeeds();
    second.delete("--force").succeeds();
    Cgroups.groupsNamed(first.id()).forEach(Cgroups::remove);
    Cgroups.groupsNamed(second.id()).forEach(Cgroups::remove);
  }

  @Test
  @SpecRule("config-linux.md#cgroups-path: without a path the runtime chooses the place")
  void withoutAPathTheGroupIsNamedAfterTheContainer(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().remove("/linux/cgroupsPath"));
    container.launch();
    Path group = Cgroups.groupOf(container.pid(), "pids");
    assertThat(group.toString()).endsWith(container.id());
    container.delete("--force").succeeds();
    assertThat(group).doesNotExist();
  }

  @Test
  @SpecRule("runtime.md#delete: deleting removes what create made")
  void theGroupIsRemovedOnDelete(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path group = given("pids", container);
    assertThat(group).exists();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(group).doesNotExist();
  }

  @Test
  @SpecRule("config-linux.md#cgroups-path: the group may be some levels down")
  void aDeepPathIsMade(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Config config = container.bundle().config();
    String path = config.at("/linux/cgroupsPath").asText() + "/deep/er";
    container.bundle().write(config.set("/linux/cgroupsPath", path));
    container.launch();
    Path group = Cgroups.groupOf(container.pid(), "pids");
    assertThat(group.toString()).endsWith(path);
    container.delete("--force").succeeds();
    assertThat(group).doesNotExist();
    // whose the parents are is not said, so the test takes them away itself
    Cgroups.groupsNamed(container.id()).forEach(Cgroups::remove);
  }

  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: limit is the limit of memory in bytes")
  void theMemoryLimitIsSet(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/memory/limit", 64 * MIB));
    assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(64 * MIB));
  }

  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: limit holds for the program")
  void aProgramThatTakesMoreMemoryIsKilled(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .args("dd", "if=/dev/zero", "of=/dev/null", "bs=100M", "count=1")
                    .set("/linux/resources/memory/limit", 32 * MIB)
                    .set("/linux/resources/memory/swap", 32 * MIB));
    container.run().exits(128 + 9);
  }

  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: reservation is the soft limit of memory in bytes")
  void theMemoryReservationIsSet(Sandbox sandbox) {
    Container container =
        launched(sandbox, c -> c.set("/linux/resources/memory/reservation", 16 * MIB));
    assertThat(value(container, "memory", "memory.soft_limit_in_bytes", "memory.low"))
        .isEqualTo(Long.toString(16 * MIB));
  }

  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: swap is the limit of memory and swap together")
  void theSwapLimitIsTheSumOfBoth(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 32 * MIB)
                    .set("/linux/resources/memory/swap", 48 * MIB));
    Path file = given("memory", container).resolve("memory.memsw.limit_in_bytes");
    if (Files.exists(file)) {
      assertThat(HostFiles.read(file).strip()).isEqualTo(Long.toString(48 * MIB));
    } else if (!Cgroups.isV1()) {
      assertThat(value(container, "memory", "", "memory.swap.max"))
          .isEqualTo(Long.toString(16 * MIB));
    }
    assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(32 * MIB));
  }

  @Test
  @Requires({Need.CPU_CONTROLLER, Need.CGROUP_V1})
  @SpecRule("config-linux.md#cpu: shares, quota and period, cgroup v1")
  void theCpuLimitsAreSet(Sandbox sandbox) {
    Container container = launched(sandbox, LinuxCgroupsIT::cpu);
    assertThat(value(container, "cpu", "cpu.shares", "")).isEqualTo("512");
    assertThat(value(container, "cpu", "cpu.cfs_quota_us", "")).isEqualTo("30000");
    assertThat(value(container, "cpu", "cpu.cfs_period_us", "")).isEqualTo("60000");
  }

  @Test
  @Requires({Need.CPU_CONTROLLER, Need.CGROUP_V2})
  @SpecRule("config-linux.md#cpu: shares, quota and period, cgroup v2")
  void theCpuLimitsAreSetAsWeightAndMaximum(Sandbox sandbox) {
    Container container = launched(sandbox, LinuxCgroupsIT::cpu);
    assertThat(value(container, "cpu", "", "cpu.max")).isEqualTo("30000 60000");
    // two formulas are in use: linear, and the newer one that maps 1024 to 100
    assertThat(Integer.parseInt(value(container, "cpu", "", "cpu.weight"))).isBetween(20, 99);
  }

  @Test
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("config-linux.md#cpu: a quota below zero is no quota")
  void aNegativeQuotaIsNoQuota(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/cpu/quota", -1));
    assertThat(value(container, "cpu", "cpu.cfs_quota_us", "cpu.max")).matches("-1|max .*");
  }

  @Test
  @Requires(Need.PIDS_CONTROLLER)
  @SpecRule("config-linux.md#pids: limit is the limit of processes")
  void thePidsLimitIsSetAndHolds(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .sh("for i in 1 2 3 4 5 6 7 8 9; do sleep 1000 & done; echo started")
                    .set("/linux/resources/pids/limit", 7));
    container.create().succeeds();
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("7");
    container.start().succeeds();
    container.awaitStatus("stopped");
    assertThat(container.written()).doesNotContain("started");
  }

  @Test
  @Requires(Need.PIDS_CONTROLLER)
  @SpecRule("config-linux.md#pids: a limit below zero is no limit")
  void aNegativePidsLimitIsNoLimit(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/pids/limit", -1));
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("max");
  }

  @Test
  @SpecRule("config-linux.md#control-groups: zero in values of engines means that nothing is set")
  void valuesOfZeroAsSomeEnginesWriteThemAreAccepted(Sandbox sandbox) {
    launched(
        sandbox,
        config ->
            config
                .set("/linux/resources/cpu/shares", 0)
                .set("/linux/resources/blockIO/weight", 0)
                .set("/linux/resources/memory/disableOOMKiller", false));
  }

  @Test
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("config-linux.md#control-groups: a limit that cannot be set must be an error")
  void aLimitThatTheKernelRefusesIsAnErrorAndLeavesNothing(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().set("/linux/resources/cpu/period", 1));
    container.createFailsAndLeavesNothing();
  }

  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: a limit that leaves no room must be an error")
  void aMemoryLimitTooLowToStartFailsAndLeavesNothing(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sleeping().set("/linux/resources/memory/limit", 4096));
    Outcome outcome = container.create();
    if (outcome.exitCode() == 0) {
      outcome = container.start();
    }
    outcome.fails();
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  private static Config cpu(Config config) {
    return config
        .set("/linux/resources/cpu/shares", 512)
        .set("/linux/resources/cpu/quota", 30000)
        .set("/linux/resources/cpu/period", 60000);
  }

  private static Container launched(Sandbox sandbox, Consumer<Config> edits) {
    Container container =
        sandbox.container(
            config -> {
              config.sleeping();
              edits.accept(config);
            });
    return container.launch();
  }

  private static Path given(String controller, Container container) {
    String path = container.bundle().config().at("/linux/cgroupsPath").asText();
    return Cgroups.hierarchy(controller).orElseThrow().resolve(path.substring(1));
  }

  private static String value(Container container, String controller, String v1, String v2) {
    return HostFiles.read(given(controller, container).resolve(Cgroups.isV1() ? v1 : v2)).strip();
  }
}
