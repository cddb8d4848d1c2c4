package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Bundle;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many commands at once, and commands that are killed at any moment. */
@Conformance
class ConcurrencyIT {

  private static final int CONTAINERS = 50;
  private static final int AT_ONCE = 8;
  private static final int KILLS = 24;
  private static final int TWENTY = 20;

  @Test
  void fiftyContainersEightAtATimeAreAllCorrectAndLeaveNothing(Sandbox sandbox) throws Exception {
    Bundle bundle = sandbox.bundle(c -> c.sh("echo made; sleep 0.1").remove("/linux/cgroupsPath"));
    List<Container> containers =
        Stream.generate(() -> sandbox.container(sandbox.newId(), bundle))
            .limit(CONTAINERS)
            .toList();
    atOnce(containers.stream().<Callable<Outcome>>map(c -> () -> wholeLife(c)).toList());
    assertThat(containers).allSatisfy(c -> assertThat(c.written()).isEqualTo("made\n"));
    assertThat(containers).allSatisfy(c -> assertThat(c.traces()).isEmpty());
  }

  private static Outcome wholeLife(Container container) {
    container.create().succeeds();
    container.start().succeeds();
    return container.awaitStatus("stopped").delete().succeeds();
  }

  @Test
  void twentyContainersAtOnceLiveAndAreDeletedByForce(Sandbox sandbox) throws Exception {
    Bundle bundle = sandbox.bundle(c -> c.sleeping().remove("/linux/cgroupsPath"));
    List<Container> containers =
        Stream.generate(() -> sandbox.container(sandbox.newId(), bundle)).limit(TWENTY).toList();
    atOnce(TWENTY, calls(containers, c -> c.create().succeeds()));
    atOnce(TWENTY, calls(containers, c -> c.start().succeeds()));
    List<Outcome> outputs = atOnce(TWENTY, calls(containers, c -> c.exec("hostname")));
    assertThat(outputs).allSatisfy(Outcome::succeeds);
    assertThat(containers).extracting(Container::status).containsOnly("running");
    atOnce(TWENTY, calls(containers, c -> c.delete("--force").succeeds()));
    assertThat(containers).allSatisfy(c -> assertThat(c.traces()).isEmpty());
  }

  @Test
  void twentyCallsOfAllKindsOfOneContainerAtOnceAllSucceed(Sandbox sandbox) throws Exception {
    Container container = sandbox.container(Config::sleeping).launch();
    List<Callable<Outcome>> calls = new ArrayList<>();
    calls.addAll(times(4, container::askState));
    calls.addAll(times(4, () -> container.exec("true")));
    calls.addAll(times(3, () -> container.command("ps", "--format", "json").execute()));
    calls.addAll(times(3, () -> container.command("events", "--stats").execute()));
    calls.addAll(times(3, () -> container.kill("CONT")));
    calls.addAll(times(3, () -> container.command("update", "--pids-limit", "500").execute()));
    List<Outcome> outcomes = atOnce(TWENTY, calls);
    assertThat(outcomes).hasSize(TWENTY).allSatisfy(Outcome::succeeds);
    assertThat(outcomes).extracting(Outcome::stderr).containsOnly("");
    assertThat(container.status()).isEqualTo("running");
  }

  private static List<Callable<Outcome>> calls(
      List<Container> containers, Function<Container, Outcome> call) {
    return containers.stream().<Callable<Outcome>>map(c -> () -> call.apply(c)).toList();
  }

  @Test
  void ofManyCreatesWithOneIdExactlyOneSucceeds(Sandbox sandbox) throws Exception {
    Container container = sandbox.container(Config::sleeping);
    List<Outcome> outcomes = atOnce(times(6, () -> container.making("create").execute()));
    assertThat(outcomes.stream().filter(outcome -> outcome.exitCode() == 0)).hasSize(1);
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void ofManyStartsExactlyOneSucceeds(Sandbox sandbox) throws Exception {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    List<Outcome> outcomes = atOnce(times(6, container::start));
    assertThat(outcomes.stream().filter(outcome -> outcome.exitCode() == 0)).hasSize(1);
    assertThat(container.status()).isEqualTo("running");
  }

  @Test
  void manyDeletesByForceAllSucceedAndLeaveNothing(Sandbox sandbox) throws Exception {
    Container container = sandbox.container(Config::sleeping).launch();
    List<Outcome> outcomes = atOnce(times(6, () -> container.delete("--force")));
    assertThat(outcomes).allSatisfy(Outcome::succeeds);
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void stateAskedWhileAContainerIsMadeAndDeletedIsWholeOrAnError(Sandbox sandbox) throws Exception {
    Container container = sandbox.container();
    List<Callable<Outcome>> calls = new ArrayList<>(times(25, container::askState));
    calls.add(2, () -> container.making("run").execute());
    calls.add(9, () -> container.making("run").execute());
    List<Outcome> successes =
        atOnce(calls).stream().filter(outcome -> outcome.exitCode() == 0).toList();
    assertThat(successes).anyMatch(outcome -> outcome.command().contains("run"));
    for (Outcome outcome : successes) {
      if (outcome.command().contains("state")) {
        assertThat(Json.parse(outcome.stdout()).path("id").asText()).isEqualTo(container.id());
      }
    }
  }

  @Test
  void aCreateThatIsKilledAtAnyMomentIsCleanedUpByDeleteForce(Sandbox sandbox) {
    killedAtAnyMoment(sandbox, "create");
  }

  @Test
  void aRunThatIsKilledAtAnyMomentIsCleanedUpByDeleteForce(Sandbox sandbox) {
    killedAtAnyMoment(sandbox, "run");
  }

  private static void killedAtAnyMoment(Sandbox sandbox, String command) {
    Container first = sandbox.container();
    long begin = System.nanoTime();
    first.making("create").execute().succeeds();
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    Random random = new Random(1);
    for (int i = 0; i < KILLS; i++) {
      Container container = sandbox.container(Config::sleeping);
      RunningCommand running =
          container.making(command).env("JRUNC_ONE_CALL", container.id()).start();
      Await.pause(random.nextLong(millis + millis / 4 + 2));
      running.signal("KILL");
      running.await();
      container.delete("--force").succeeds();
      assertThat(container.traces()).isEmpty();
      Await.until(
          "the end of all processes of " + container.id(), () -> strays(container).isEmpty());
    }
  }

  /** Processes that still have the environment of the killed call. */
  private static List<Long> strays(Container container) {
    return Host.pids().stream()
        .filter(
            pid ->
                HostFiles.readIfThere(Path.of("/proc/" + pid + "/environ"))
                    .filter(text -> text.contains("JRUNC_ONE_CALL=" + container.id()))
                    .isPresent())
        .toList();
  }

  private static <T> List<Callable<T>> times(int count, Callable<T> call) {
    return IntStream.range(0, count).mapToObj(i -> call).toList();
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    return atOnce(AT_ONCE, calls);
  }

  private static <T> List<T> atOnce(int limit, List<Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(limit);
    try {
      List<Future<T>> futures = threads.invokeAll(calls);
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
