package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command events: what a container uses, and when its memory runs out. */
@Conformance
class EventsIT {

  private static final long MIB = 1 << 20;

  /** Takes memory until there is no more. */
  private static final String EAT = "x=a; while :; do x=$x$x; done";

  // one object

  @AlsoOnV2
  @Test
  @Requires({Need.MEMORY_CONTROLLER, Need.PIDS_CONTROLLER})
  @SpecRule("runc events: --stats prints one object on one line, and ends")
  void statsAreOneObjectOnALine(Sandbox sandbox) {
    Container container =
        sleeping(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/pids/limit", 20));
    Outcome outcome = container.command("events", "--stats").execute().succeeds();
    assertThat(outcome.stdout().indexOf('\n')).isEqualTo(outcome.stdout().length() - 1);
    assertThat(outcome.stderr()).isEmpty();
    JsonNode event = Json.parse(outcome.stdout());
    assertThat(event.path("type").asText()).isEqualTo("stats");
    assertThat(event.path("id").asText()).isEqualTo(container.id());
    JsonNode data = event.path("data");
    assertThat(data.at("/memory/usage/limit").asLong()).isEqualTo(64 * MIB);
    assertThat(data.at("/memory/usage/usage").asLong()).isBetween(1L, 64 * MIB);
    assertThat(data.at("/memory/raw").size()).isGreaterThan(10);
    assertThat(data.at("/pids/current").asInt()).isEqualTo(1);
    assertThat(data.at("/pids/limit").asInt()).isEqualTo(20);
    assertThat(data.at("/cpu/usage/total").asLong()).isPositive();
  }

  @Test
  @SpecRule("runc events: a created container runs already")
  void aCreatedContainerHasFigures(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(stats(container).at("/cpu/usage/total").asLong()).isPositive();
  }

  @AlsoOnV2
  @Test
  @Requires(Need.CPU_CONTROLLER)
  @SpecRule("runc events: cpu.throttling tells how often a quota was used up")
  void aContainerThatUsesUpItsQuotaIsThrottled(Sandbox sandbox) {
    // so little that it is used up on a busy machine as well
    Container container =
        sandbox
            .container(
                config ->
                    config
                        .sh("while :; do :; done")
                        .set("/linux/resources/cpu/quota", 2000)
                        .set("/linux/resources/cpu/period", 100000))
            .launch();
    Await.until(
        "throttled time", // which is counted at the end of a period
        () -> stats(container).at("/cpu/throttling/throttledTime").asLong() > 0);
    JsonNode throttling = stats(container).at("/cpu/throttling");
    assertThat(throttling.path("periods").asLong()).isPositive();
    assertThat(throttling.path("throttledPeriods").asLong()).isPositive();
    container.command("update", "--cpu-quota", "-1").execute().succeeds(); // to end, it must run
  }

  @AlsoOnV2
  @Test
  @Requires({Need.RUNC, Need.MEMORY_CONTROLLER})
  @SpecRule("runc events: the same figures, in the same places, of the same groups")
  void theFiguresAreThoseOfRunc(Sandbox sandbox) {
    Container container =
        sleeping(
            sandbox,
            config ->
                config
                    .set("/linux/resources/memory/limit", 64 * MIB)
                    .set("/linux/resources/pids/limit", 20)
                    .set("/linux/resources/cpu/quota", 40000));
    Path root = sandbox.newFolder();
    String guest = sandbox.newId();
    String bundle = container.bundle().folder().toString();
    // Debian's runc warns about the process that it finds in the groups, and goes in
    runc(sandbox, root, "create", "--bundle", bundle, guest).succeeds();
    try {
      // the kernel adds its processors' shares of a figure up at any time, so that it may go and
      // come
      Await.passes(() -> compareWithRunc(sandbox, root, guest, container));
    } finally {
      container.kill("KILL").succeeds();
      container.awaitStatus("stopped");
      runc(sandbox, root, "delete", "--force", guest);
    }
  }

  private static void compareWithRunc(
      Sandbox sandbox, Path root, String guest, Container container) {
    JsonNode before = stats(container);
    String line = runc(sandbox, root, "events", "--stats", guest).succeeds().stdout();
    JsonNode after = stats(container);
    compare(leaves(before), leaves(Json.parse(line).path("data")), leaves(after));
  }

  private static Outcome runc(Sandbox sandbox, Path root, String... arguments) {
    List<String> line = new ArrayList<>(List.of("runc", "--root", root.toString()));
    line.addAll(List.of(arguments));
    return sandbox.program(line.toArray(String[]::new)).execute();
  }

  /** What moved meanwhile can't be compared; but most of it must have stood still. */
  private static void compare(
      Map<String, String> before, Map<String, String> runc, Map<String, String> after) {
    Map<String, String> still = new TreeMap<>(before);
    still.entrySet().removeIf(leaf -> !leaf.getValue().equals(after.get(leaf.getKey())));
    assertThat(still).hasSizeGreaterThan(40);
    Map<String, String> more = new TreeMap<>(still);
    more.keySet().removeAll(runc.keySet());
    assertThat(more.keySet())
        .allSatisfy(
            pointer ->
                assertThat(pointer)
                    .as("what later versions of runc tell, or nobody else")
                    .matches(
                        "/network_interfaces/.*|.*/psi/.*|/memory/events(Local)?/.*"
                            + (Cgroups.isV1() ? "" : "|/memory/usage/max|/cpuset/(cpus|mems)/.*")));
    assertThat(before.keySet()).containsAll(runc.keySet());
    Map<String, String> shared = new TreeMap<>(runc);
    shared.keySet().retainAll(still.keySet());
    still.keySet().retainAll(shared.keySet());
    assertThat(still).isEqualTo(shared);
  }

  /** Every value by its pointer; that there are no interfaces is no value. */
  private static Map<String, String> leaves(JsonNode document) {
    Map<String, String> leaves = new TreeMap<>();
    collect("", document, leaves);
    leaves.remove("/network_interfaces");
    return leaves;
  }

  private static void collect(String pointer, JsonNode node, Map<String, String> leaves) {
    if (node.isValueNode()) {
      leaves.put(pointer, node.toString());
    }
    node.properties().forEach(m -> collect(pointer + "/" + m.getKey(), m.getValue(), leaves));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(pointer + "/" + i, node.get(i), leaves);
    }
  }

  // the stream

  @AlsoOnV2
  @Test
  @SpecRule("runc events: an object after each interval, until it is interrupted")
  void theStreamHasALineForEachInterval(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    RunningCommand events = container.command("events", "--interval", "100ms").start();
    awaitLines(events, 2);
    assertThat(events.isAlive()).isTrue();
    events.signal("INT");
    Outcome outcome = events.await();
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(128 + 2);
    for (String line : outcome.stdout().lines().toList()) {
      assertThat(Json.parse(line).path("type").asText()).isEqualTo("stats");
    }
  }

  @AlsoOnV2
  @Test
  @SpecRule("runc events: the stream ends when the container is gone")
  void theStreamEndsWithTheContainer(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    RunningCommand events = container.command("events", "--interval", "100ms").start();
    awaitLines(events, 1);
    container.delete("--force").succeeds();
    events.await().succeeds();
  }

  @AlsoOnV2
  @Test
  @OnlyFor("jrunc")
  void theStreamEndsWithTheFirstProcess(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    RunningCommand events = container.command("events", "--interval", "100ms").start();
    awaitLines(events, 1);
    container.kill("KILL").succeeds();
    assertThat(events.await().succeeds().stderr()).isEmpty();
  }

  @Test
  @SpecRule("runc events: the stream ends when nobody reads it")
  void theStreamEndsWhenNobodyReadsIt(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    Outcome outcome =
        container
            .command("events", "--interval", "100ms")
            .through("sh", "-c", "\"$@\" | head -n 1", "sh")
            .execute()
            .succeeds();
    assertThat(Json.parse(outcome.stdout()).path("type").asText()).isEqualTo("stats");
    assertThat(outcome.stderr()).isEmpty();
  }

  @Test
  @OnlyFor("jrunc")
  void aLongIntervalHoldsNobodyUp(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    container
        .command("events", "--interval", "100h")
        .through("sh", "-c", "\"$@\" | true", "sh")
        .execute()
        .succeeds();
  }

  @AlsoOnV2
  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("runc events: an object of type oom, without data, when memory runs out")
  void memoryThatRunsOutIsTold(Sandbox sandbox) {
    Container container = sleeping(sandbox, EventsIT::littleMemory);
    RunningCommand events = container.command("events", "--interval", "100ms").start();
    awaitLines(events, 1); // it watches by now
    container.exec("sh", "-c", EAT).exits(128 + 9);
    String oom = "{\"type\":\"oom\",\"id\":\"" + container.id() + "\"}\n";
    Await.until("an oom event", () -> events.stdout().contains(oom));
    container.delete("--force").succeeds();
    events.await().succeeds();
  }

  @AlsoOnV2
  @Test
  @Requires(Need.MEMORY_CONTROLLER)
  @SpecRule("runc events: of a container that dies for want of memory as well")
  void aContainerThatDiesForWantOfMemoryIsTold(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config -> {
              littleMemory(config);
              config.sh("until [ -e /tmp/go ]; do usleep 10000; done; " + EAT);
            });
    container.launch();
    RunningCommand events = container.command("events", "--interval", "100ms").start();
    awaitLines(events, 1);
    HostFiles.write(container.bundle().rootfs().resolve("tmp/go"), "");
    container.awaitStatus("stopped");
    Await.until("an oom event", () -> events.stdout().contains("{\"type\":\"oom\""));
    container.delete().succeeds();
    events.await().succeeds();
  }

  /** Swap is left for more, so that the limit of memory is the first to be met. */
  private static void littleMemory(Config config) {
    config
        .sleeping()
        .set("/linux/resources/memory/limit", 16 * MIB)
        .set("/linux/resources/memory/swap", 32 * MIB);
  }

  @AlsoOnV2
  @Test
  @OnlyFor("jrunc")
  @Requires(Need.MEMORY_CONTROLLER)
  void howOftenTheLimitWasMetIsTold(Sandbox sandbox) {
    Container container = sleeping(sandbox, EventsIT::littleMemory);
    container.exec("sh", "-c", EAT).exits(128 + 9);
    JsonNode memory = stats(container).path("memory");
    assertThat(memory.at("/usage/failcnt").asLong()).isPositive();
    assertThat(memory.at("/usage/max").asLong()).isBetween(8 * MIB, 16 * MIB);
    if (!Cgroups.isV1()) {
      assertThat(memory.at("/events/oom_kill").asLong()).isEqualTo(1);
      assertThat(memory.at("/eventsLocal/max").asLong()).isPositive();
    }
  }

  // what only later versions tell, or nobody

  @Test
  @OnlyFor("jrunc")
  void bytesThatPassAreCounted(Sandbox sandbox) {
    Container container =
        sandbox
            .container(c -> c.capabilities("CAP_NET_ADMIN").sh("ifconfig lo up; exec sleep 1000"))
            .launch();
    JsonNode before = loopback(container);
    container.exec("sh", "-c", "until ifconfig | grep -q lo; do usleep 10000; done");
    container.exec("nc", "-w", "1", "127.0.0.1", "9").fails(); // nobody listens, which is answered
    JsonNode after = loopback(container);
    for (String figure : List.of("RxBytes", "RxPackets", "TxBytes", "TxPackets")) {
      assertThat(after.path(figure).asLong()).isGreaterThan(before.path(figure).asLong());
    }
    assertThat(after.path("RxErrors").asLong()).isZero();
  }

  private static JsonNode loopback(Container container) {
    JsonNode interfaces = stats(container).path("network_interfaces");
    for (JsonNode device : interfaces) {
      if (device.path("Name").asText().equals("lo")) {
        return device;
      }
    }
    throw new AssertionError("no loopback among " + interfaces);
  }

  @Test
  @SpecRule("runc events: no interfaces are null")
  void theHostsInterfacesAreNotTheContainers(Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> config.withoutNamespace("network"));
    assertThat(stats(container).path("network_interfaces").isNull()).isTrue();
  }

  @Test
  @OnlyFor("jrunc")
  @Requires({Need.CGROUP_V2, Need.MEMORY_CONTROLLER, Need.CPU_CONTROLLER})
  void version2TellsPressureAndWhatHolds(Sandbox sandbox) {
    JsonNode stats = stats(sleeping(sandbox, config -> {}));
    for (String resource : List.of("cpu", "memory", "blkio")) {
      for (String who : List.of("some", "full")) {
        JsonNode share = stats.path(resource).path("psi").path(who);
        assertThat(share.path("avg10").isNumber()).as(resource + " " + who).isTrue();
        assertThat(share.path("avg60").isNumber()).isTrue();
        assertThat(share.path("avg300").isNumber()).isTrue();
        assertThat(share.path("total").isIntegralNumber()).isTrue();
      }
    }
    assertThat(stats.at("/cpuset/cpus/0").isInt()).isTrue();
    assertThat(stats.at("/memory/usage/limit").bigIntegerValue()).isEqualTo("18446744073709551615");
  }

  @AlsoOnV2
  @Test
  @OnlyFor("jrunc")
  void aUsersContainerWithoutGroupsHasNoFiguresButNoErrorEither(Sandbox sandbox) {
    Container container = sleeping(sandbox.asUser(), config -> {});
    JsonNode stats = stats(container);
    assertThat(stats.at("/memory/usage/limit").isNumber()).isTrue();
    assertThat(stats.at("/network_interfaces/0/Name").asText()).isEqualTo("lo");
  }

  // bad input

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "-1s", "5", "5x", "", "1e3s"})
  @SpecRule("runc events: --interval is a duration greater than 0")
  void anIntervalThatIsNoneIsRefused(String interval, Sandbox sandbox) {
    Container container = sleeping(sandbox, config -> {});
    Outcome outcome = container.command("events", "--interval", interval).execute();
    assertThat(outcome.fails().exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("interval");
    assertThat(outcome.stdout()).doesNotContain("{");
  }

  @Test
  @SpecRule("runc events: a container that is stopped uses nothing")
  void aStoppedContainerIsRefused(Sandbox sandbox) {
    Container container = sandbox.container().launch().awaitStatus("stopped");
    String reason = "container with id " + container.id() + " is not running";
    container.command("events", "--stats").execute().failsSaying(reason).exits(1);
    container.command("events").execute().failsSaying(reason).exits(1);
  }

  @Test
  @SpecRule("runc events: a container that there is not")
  void aContainerThatThereIsNotIsRefused(Sandbox sandbox) {
    Container container = sandbox.container();
    container.command("events", "--stats").execute().failsSaying("does not exist").exits(1);
    container.command("events").execute().failsSaying("does not exist").exits(1);
  }

  private static Container sleeping(Sandbox sandbox, Consumer<Config> edits) {
    Consumer<Config> all = config -> edits.accept(config.sleeping());
    return sandbox.container(all).launch();
  }

  private static JsonNode stats(Container container) {
    String line = container.command("events", "--stats").execute().succeeds().stdout();
    return Json.parse(line).path("data");
  }

  private static void awaitLines(RunningCommand events, int lines) {
    Await.until(
        lines + " lines", () -> events.stdout().chars().filter(c -> c == '\n').count() >= lines);
  }
}
