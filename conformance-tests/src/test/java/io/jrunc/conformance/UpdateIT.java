package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Controller;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command update: new limits for a container that lives, by options and by a document. */
@Conformance
class UpdateIT {

  private static final long MIB = 1 << 20;

  // every limit

  @Test
  @AlsoOnV2
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("runc update: --memory, --memory-swap, --memory-reservation, with units")
  void memoryCanBeRaisedAndLowered(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB));
    assertMemory(container, 64 * MIB, 64 * MIB);
    update(container, "--memory", "96m", "--memory-swap", "128m").succeeds();
    assertMemory(container, 96 * MIB, 128 * MIB);
    update(container, "--memory", "33554432", "--memory-swap=48M").succeeds();
    assertMemory(container, 32 * MIB, 48 * MIB);
    update(container, "--memory-reservation", "16m").succeeds();
    assertThat(value(container, "memory", "memory.soft_limit_in_bytes", "memory.low"))
        .isEqualTo(Long.toString(16 * MIB));
  }

  @Test
  @AlsoOnV2
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: swap is memory and swap together, whatever memory becomes")
  void theTotalOfMemoryAndSwapStaysWhenOnlyMemoryIsChanged(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 32 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB));
    update(container, "--memory", "48m").succeeds();
    assertMemory(container, 48 * MIB, 64 * MIB);
    update(container, "--memory", "96m").fails();
    assertMemory(container, 48 * MIB, 64 * MIB);
    update(container, "--memory", "16m").succeeds();
    assertMemory(container, 16 * MIB, 64 * MIB);
  }

  @Test
  @AlsoOnV2
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("runc update: --memory -1 takes away the limit of memory and swap together as well")
  void theLimitOfMemoryCanBeTakenAway(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 32 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB));
    update(container, "--memory", "-1").succeeds();
    String limit = value(container, "memory", "memory.limit_in_bytes", "memory.max");
    assertThat(limit).matches("max|9223372036854771712");
    for (String swap : swap(container)) {
      assertThat(swap).matches("max|9223372036854771712");
    }
  }

  @Test
  @AlsoOnV2
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("runc update: --cpu-share, --cpu-quota, --cpu-period")
  void cpuTimeCanBeChanged(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/cpu/shares", 512));
    update(container, "--cpu-share", "2048").succeeds();
    update(container, "--cpu-quota", "20000", "--cpu-period", "50000").succeeds();
    assertBandwidth(container, 20000, 50000);
    update(container, "--cpu-quota", "90000").succeeds();
    assertBandwidth(container, 90000, 50000);
    update(container, "--cpu-period", "200000").succeeds();
    assertBandwidth(container, 90000, 200000);
    if (Cgroups.isV1()) {
      assertThat(value(container, "cpu", "cpu.shares", "")).isEqualTo("2048");
    } else { // one of two formulas
      assertThat(value(container, "cpu", "", "cpu.weight")).matches("79|80|17[0-9]");
    }
    update(container, "--cpu-quota", "-1").succeeds();
    assertThat(value(container, "cpu", "cpu.cfs_quota_us", "cpu.max")).matches("-1|max .*");
  }

  @Test
  @AlsoOnV2
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("runc update: --cpu-burst")
  void theBurstFollowsTheQuotaUpAndDown(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container, "--cpu-quota", "20000", "--cpu-burst", "20000").succeeds();
    assertThat(value(container, "cpu", "cpu.cfs_burst_us", "cpu.max.burst")).isEqualTo("20000");
    update(container, "--cpu-quota", "10000", "--cpu-burst", "5000").succeeds();
    assertThat(value(container, "cpu", "cpu.cfs_burst_us", "cpu.max.burst")).isEqualTo("5000");
    update(container, "--cpu-burst", "0").succeeds();
    assertThat(value(container, "cpu", "cpu.cfs_burst_us", "cpu.max.burst")).isEqualTo("0");
  }

  @Test
  @AlsoOnV2
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("runc update: --cpu-idle")
  void aContainerCanBeMadeIdleAndBusyAgain(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container, "--cpu-idle", "1").succeeds();
    assertThat(value(container, "cpu", "cpu.idle", "cpu.idle")).isEqualTo("1");
    update(container, "--cpu-idle", "0", "--cpu-share", "1024").succeeds();
    assertThat(value(container, "cpu", "cpu.idle", "cpu.idle")).isEqualTo("0");
    assertThat(value(container, "cpu", "cpu.shares", "cpu.weight")).matches("1024|100|39");
  }

  @Test
  @AlsoOnV2
  @SpecRule("runc update: --cpuset-cpus, --cpuset-mems")
  void processorsAndMemoryNodesCanBeChanged(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container, "--cpuset-cpus", "0", "--cpuset-mems", "0").succeeds();
    assertThat(value(container, "cpuset", "cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
    assertThat(value(container, "cpuset", "cpuset.mems", "cpuset.mems")).isEqualTo("0");
    update(container, "--cpuset-cpus", "0-4095").fails();
    assertThat(value(container, "cpuset", "cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
  }

  @Test
  @AlsoOnV2
  @Requires(Need.PIDS_CONTROLLER)
  @SpecRule("runc update: --pids-limit; -1 is no limit")
  void theNumberOfProcessesCanBeChanged(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/pids/limit", 10));
    update(container, "--pids-limit", "20").succeeds();
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("20");
    update(container, "--pids-limit", "-1").succeeds();
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("max");
  }

  // where limits come from

  @Test
  @AlsoOnV2
  @SpecRule("runc update: --blkio-weight")
  void theWeightOfBlockDevicesCanBeChanged(Sandbox sandbox) {
    Optional<Controller> controller = Controller.find("blkio", "io");
    assumeTrue(controller.isPresent(), "no controller of block devices");
    Container container = launched(sandbox, c -> c.set("/linux/resources/blockIO/weight", 500));
    update(container, "--blkio-weight", "100").succeeds();
    LinuxResourcesIT.assertSays(
        container,
        controller.get(),
        controller.get().isV1()
            ? "blkio.bfq.weight=100 or blkio.weight=100"
            : "io.bfq.weight=default 100 or io.weight=default 910");
  }

  @Test
  @Requires({Need.CPU_CONTROLLER, Need.CGROUP_V1})
  @SpecRule("runc update: --cpu-rt-period, --cpu-rt-runtime")
  void realTimeCanBeChanged(Sandbox sandbox) {
    Controller cpu = Controller.find("cpu").orElseThrow();
    assumeTrue(Files.exists(cpu.root().resolve("cpu.rt_runtime_us")), "no real time for groups");
    Container container = sandbox.container(Config::sleeping);
    Config config = container.bundle().config();
    container.bundle().write(config.set("/linux/cgroupsPath", "/" + container.id()));
    container.launch();
    update(container, "--cpu-rt-period", "500000", "--cpu-rt-runtime", "20000").succeeds();
    assertThat(value(container, "cpu", "cpu.rt_period_us", "")).isEqualTo("500000");
    assertThat(value(container, "cpu", "cpu.rt_runtime_us", "")).isEqualTo("20000");
    update(container, "--cpu-rt-period", "10000", "--cpu-rt-runtime", "1000").succeeds();
    assertThat(value(container, "cpu", "cpu.rt_period_us", "")).isEqualTo("10000");
    assertThat(value(container, "cpu", "cpu.rt_runtime_us", "")).isEqualTo("1000");
  }

  @Test
  @OnlyFor("jrunc")
  @SpecRule("runc update: --kernel-memory and --kernel-memory-tcp are of no use any more")
  void limitsOfKernelMemoryAreTakenWithAWarning(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    for (String option : List.of("--kernel-memory", "--kernel-memory-tcp")) {
      Outcome outcome = update(container, option, "1m").succeeds();
      assertThat(outcome.stderr()).contains(option + " has no effect");
    }
  }

  @Test
  @SpecRule("runc update: --l3-cache-schema, --mem-bw-schema are of the container's class")
  void aContainerWithoutAClassHasNoSharesToChange(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container, "--l3-cache-schema", "L3:0=f").fails();
    update(container, "--mem-bw-schema", "MB:0=20").fails();
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  @AlsoOnV2
  @Requires({Need.MEMORY_CONTROLLER, Need.CPU_CONTROLLER})
  @SpecRule("runc update: --resources - reads LinuxResources from standard input")
  void limitsCanComeFromStandardInputAsContainerdSendsThem(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    container
        .command("update", "--resources", "-")
        .stdin(
            "{\"memory\":{\"limit\":67108864,\"swap\":134217728},"
                + "\"cpu\":{\"quota\":50000,\"period\":100000}}")
        .execute()
        .succeeds();
    assertMemory(container, 64 * MIB, 128 * MIB);
    assertBandwidth(container, 50000, 100000);
  }

  @Test
  @Requires({Need.MEMORY_CONTROLLER, Need.PIDS_CONTROLLER})
  @SpecRule("runc update: --resources FILE; what engines leave empty stays as it is")
  void limitsCanComeFromAFileAsDockerAndPodmanWriteThem(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/cpu/shares", 512));
    Path file = sandbox.newPath("resources");
    HostFiles.write(
        file,
        "{\"memory\":{\"limit\":33554432,\"swap\":33554432,\"kernel\":0},"
            + "\"cpu\":{\"shares\":0,\"cpus\":\"\",\"mems\":\"\"},"
            + "\"pids\":{\"limit\":33},\"blockIO\":{}}");
    container.command("update", "--resources=" + file).execute().succeeds();
    assertMemory(container, 32 * MIB, 32 * MIB);
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("33");
    assertThat(value(container, "cpu", "cpu.shares", "cpu.weight")).matches("512|59|60|20");
  }

  @Test
  @Requires({Need.MEMORY_CONTROLLER, Need.PIDS_CONTROLLER})
  @SpecRule("runc update: a document makes the other options count for nothing")
  void aDocumentComesBeforeOptions(Sandbox sandbox) {
    Container container = launched(sandbox, c -> c.set("/linux/resources/pids/limit", 10));
    container
        .command("update", "--pids-limit", "20", "-r", "-")
        .stdin("{\"memory\": {\"limit\": 67108864}}")
        .execute()
        .succeeds();
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("10");
    assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(64 * MIB));
  }

  @Test
  @SpecRule("runc update: without a limit there is nothing to do")
  void noOptionIsNoChange(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container).succeeds();
    container.command("update", "-r", "-").stdin("{}").execute().succeeds();
    update(container, "--kernel-memory", "1g", "--kernel-memory-tcp", "1g").succeeds();
  }

  // states of the container

  @Test
  @Requires(Need.PIDS_CONTROLLER)
  @SpecRule("runc update: a container need not have been started")
  void aCreatedContainerCanBeChanged(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    update(container, "--pids-limit", "20").succeeds();
    assertThat(value(container, "pids", "pids.max", "pids.max")).isEqualTo("20");
    container.start().succeeds();
  }

  @Test
  @AlsoOnV2
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("runc update: a paused container can be changed")
  void aFrozenContainerCanBeChangedAndStaysFrozen(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    freeze(container, true);
    try {
      update(container, "--memory", "64m", "--pids-limit", "20").succeeds();
      assertThat(container.status()).isEqualTo("paused");
      assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
          .isEqualTo(Long.toString(64 * MIB));
    } finally {
      freeze(container, false);
    }
  }

  @Test
  @SpecRule("runc update: the container must be there and must not have stopped")
  void aContainerThatDoesNotLiveCannotBeChanged(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    update(container, "--pids-limit", "20").failsSaying("does not exist");
    container.launch();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    update(container, "--pids-limit", "20").failsSaying("not running");
  }

  // all or nothing

  @Test
  @AlsoOnV2
  @Requires({Need.MEMORY_CONTROLLER, Need.CPU_CONTROLLER})
  @SpecRule("config-linux.md#control-groups: a limit that cannot be set must be an error")
  void whenTheKernelRefusesOneLimitTheOthersAreAsBefore(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB)
                    .set("/linux/resources/cpu/shares", 512));
    String weight = value(container, "cpu", "cpu.shares", "cpu.weight");
    container
        .command("update", "-r", "-")
        .stdin(
            "{\"memory\": {\"limit\": 134217728, \"swap\": 134217728},"
                + " \"cpu\": {\"shares\": 2048, \"period\": 1}}")
        .execute()
        .fails();
    assertMemory(container, 64 * MIB, 64 * MIB);
    assertThat(value(container, "cpu", "cpu.shares", "cpu.weight")).isEqualTo(weight);
    // nor is it remembered: what stands for no change changes nothing
    update(container, "--memory", "48m").succeeds();
    assertMemory(container, 48 * MIB, 64 * MIB);
  }

  @Test
  @Requires({Need.MEMORY_CONTROLLER, Need.CGROUP_V1})
  @SpecRule("cgroup v1: memory in use cannot be taken away")
  void aLimitBelowUsageIsAnErrorAndChangesNothing(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    String before = value(container, "memory", "memory.limit_in_bytes", "");
    update(container, "--memory", "4096").fails();
    assertThat(value(container, "memory", "memory.limit_in_bytes", "")).isEqualTo(before);
  }

  @Test
  @AlsoOnV2
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("config-linux.md#memory: checkBeforeUpdate refuses a limit below the usage")
  void aLimitBelowUsageIsRefusedBeforeItIsWritten(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    container
        .command("update", "-r", "-")
        .stdin("{\"memory\": {\"limit\": 4096, \"checkBeforeUpdate\": true}}")
        .execute()
        .fails();
    assertThat(container.status()).isEqualTo("running");
    assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isNotEqualTo("4096");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "--memory, many",
    "--memory, 5x",
    "--cpu-share, -1",
    "--cpu-share, 1e3",
    "--cpu-quota, all",
    "--cpu-period, 1ms",
    "--pids-limit, many",
    "--blkio-weight, many",
    "--cpuset-cpus, x",
    "--cpuset-cpus, 3-1",
    "--cpuset-mems, 99999",
    "--resources, /does/not/exist",
    "--nonsense, 1"
  })
  @SpecRule("runc update: a value without meaning is an error")
  void aValueWithoutMeaningIsRefused(String option, String value, Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    update(container, option, value).fails();
    assertThat(container.status()).isEqualTo("running");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{",
        "[]",
        "nonsense",
        "{'memory': 5}",
        "{'memory': {'limit': '64m'}}",
        "{'memory': {'limit': 1.5}}",
        "{'memory': {'limit': 99999999999999999999}}",
        "{'cpu': {'shares': -1}}",
        "{'blockIO': {'weight': 70000}}"
      })
  @SpecRule("runc update: what is not LinuxResources is an error")
  void aDocumentThatIsNoneIsRefused(String document, Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    container.command("update", "-r", "-").stdin(document.replace('\'', '"')).execute().fails();
    assertThat(container.status()).isEqualTo("running");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("{'memory': {'limit': 'x'}}", "standard input: /memory/limit: must be"),
        refusal("{'cpu': {'idle': 2}}", "standard input: /cpu/idle: must be between 0 and 1"),
        refusal("{'cpu': {'period': 1}}", "standard input: /cpu/period: cpu."),
        refusal("{'cpu': {'shares': 1}}", "standard input: /cpu/shares: 1 is not from 2"),
        refusal("{'pids': {'limit': -2}}", "standard input: /pids/limit: -2"),
        refusal("{'memory': {'limit': 2000000, 'swap': 1000000}}", "standard input: /memory/swap"),
        refusal("{'cpu': {'cpus': 'x'}}", "standard input: /cpu/cpus: "),
        refusal("{'pids': {'limit': 5}, 'pids': {'limit': 6}}", "standard input: /pids"));
  }

  @OnlyFor("jrunc")
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void aRefusalNamesTheContainerTheSourceAndTheField(
      String document, String words, Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    container
        .command("update", "-r", "-")
        .stdin(document.replace('\'', '"'))
        .execute()
        .failsSaying("update " + container.id() + ": " + words);
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.MEMORY_CONTROLLER)
  void aLimitAboveTheTotalSaysWhatElseToChange(Sandbox sandbox) {
    Container container =
        launched(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 32 * MIB)
                    .set("/linux/resources/memory/swap", 64 * MIB));
    update(container, "--memory", "96m")
        .failsSaying(
            "update "
                + container.id()
                + ": --memory: 100663296 is above the limit of memory and swap together, which is"
                + " 67108864; change that too (--memory-swap)");
  }

  @Test
  @OnlyFor("jrunc")
  @Requires(Need.CPU_CONTROLLER)
  void debugTellsWhatWasWrittenAndTheWeightThatSharesStandFor(Sandbox sandbox) {
    Container container = launched(sandbox, c -> {});
    Outcome outcome =
        sandbox
            .runtime()
            .command("--debug", "update", "--cpu-share", "512", container.id())
            .execute()
            .succeeds();
    assertThat(outcome.stderr()).contains("cpu.shares 512 is cpu.weight 59 in cgroup v2");
  }

  private static Arguments refusal(String document, String words) {
    return Arguments.of(document, words);
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

  private static Outcome update(Container container, String... options) {
    return container.command("update", options).execute();
  }

  private static void assertMemory(Container container, long limit, long total) {
    assertThat(value(container, "memory", "memory.limit_in_bytes", "memory.max"))
        .isEqualTo(Long.toString(limit));
    for (String swap : swap(container)) {
      assertThat(swap).isEqualTo(Long.toString(Cgroups.isV1() ? total : total - limit));
    }
  }

  /** What the kernel says of swap, in its own terms; empty where it doesn't count swap. */
  private static List<String> swap(Container container) {
    List<String> found = new ArrayList<>();
    String name = Cgroups.isV1() ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
    Path file = Cgroups.groupOf(container.pid(), "memory").resolve(name);
    if (Files.exists(file)) {
      found.add(HostFiles.read(file).strip());
    }
    return found;
  }

  private static void assertBandwidth(Container container, long quota, long period) {
    if (Cgroups.isV1()) {
      assertThat(value(container, "cpu", "cpu.cfs_quota_us", "")).isEqualTo(Long.toString(quota));
      assertThat(value(container, "cpu", "cpu.cfs_period_us", "")).isEqualTo(Long.toString(period));
    } else {
      assertThat(value(container, "cpu", "", "cpu.max")).isEqualTo(quota + " " + period);
    }
  }

  private static void freeze(Container container, boolean frozen) {
    Path group = Cgroups.groupOf(container.pid(), Cgroups.isV1() ? "freezer" : "");
    if (Cgroups.isV1()) {
      HostFiles.write(group.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
    } else {
      HostFiles.write(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
    }
    container.awaitStatus(frozen ? "paused" : "running");
  }

  private static String value(Container container, String controller, String v1, String v2) {
    Path group = Cgroups.groupOf(container.pid(), controller);
    return HostFiles.read(group.resolve(Cgroups.isV1() ? v1 : v2)).strip();
  }
}
