package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.NetworkLab;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Site;
import io.jrunc.conformance.kit.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Many containers with networks at once, and what is left of those that are killed. */
@Conformance
@OnlyFor("jrunc")
@Requires(Need.NETWORK_TOOLS)
class NetworkLoadIT {
  private static final int MANY = 30;
  private static final int SOME = 4;
  private static final int KILLS = 8;
  private static final int FIRST_PORT = 8000;

  @Test
  void thirtyContainersAtOnceHaveAddressesOfTheirOwnAndLeaveNothing(Sandbox sandbox)
      throws Exception {
    NetworkLab lab = sandbox.networkLab();
    List<Container> sites = sites(lab, MANY);
    atOnce(sites, site -> site.create().succeeds());
    atOnce(sites, site -> site.start().succeeds());
    List<String> addresses = atOnce(sites, NetworkLoadIT::address);
    assertThat(addresses).doesNotHaveDuplicates().allMatch(a -> a.startsWith("172.22."));
    assertThat(lab.leases()).hasSize(MANY);
    Visitor other = new Visitor(lab.other());
    Visitor host = new Visitor(lab.host());
    for (int i = 0; i < MANY; i++) {
      String seen = sites.get(i).id() + " seen from ";
      assertThat(other.page(NetworkLab.HOST, FIRST_PORT + i)).isEqualTo(seen + NetworkLab.OTHER);
      assertThat(host.echo(addresses.get(i), 7)).startsWith(seen);
    }
    atOnce(sites, site -> site.delete("--force").succeeds());
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void afterAllWasKilledDeleteByForceLeavesNothing(Sandbox sandbox) throws Exception {
    NetworkLab lab = sandbox.networkLab();
    List<Container> sites = sites(lab, SOME);
    List<RunningCommand> runs = runAll(sites);
    killAll(sites, runs);
    atOnce(sites, site -> site.delete("--force").succeeds());
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void theNextStartSweepsWhatKilledContainersLeftAndHasTheirPorts(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    List<Container> dead = sites(lab, SOME);
    killAll(dead, runAll(dead));
    Container next = sites(lab, 1).get(0).launch();
    assertThat(new Visitor(lab.other()).page(NetworkLab.HOST, FIRST_PORT)).startsWith(next.id());
    assertThat(lab.leases()).hasSize(1);
    next.delete("--force").succeeds();
    assertThat(lab.changes()).isEmpty();
  }

  @Test
  void aCreateThatIsKilledAtAnyMomentLeavesNothingAfterDeleteByForce(Sandbox sandbox) {
    NetworkLab lab = sandbox.networkLab();
    long millis = 0;
    for (int i = 0; i < 2; i++) { // the lab's engine starts for the first
      long begin = System.nanoTime();
      Container whole = sites(lab, 1).get(0);
      whole.create().succeeds();
      millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      whole.delete("--force").succeeds();
    }
    Random random = new Random(1);
    for (int i = 0; i < KILLS; i++) {
      Container site = sites(lab, 1).get(0);
      RunningCommand running = site.making("create").start();
      Await.pause(millis / 2 + random.nextLong(millis / 2 + 2)); // the network comes late
      running.signal("KILL");
      running.await();
      site.delete("--force").succeeds();
      Await.holdsWithin(Duration.ofSeconds(5), () -> lab.changes().isEmpty()); // init ends
      assertThat(lab.changes()).isEmpty();
    }
  }

  private static List<Container> sites(NetworkLab lab, int count) {
    List<Container> sites = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = FIRST_PORT + i;
      sites.add(
          Site.on(
              lab.host(),
              config ->
                  config
                      .set("/annotations/io.jrunc.net.mode", "veth")
                      .set("/annotations/io.jrunc.net.publish", port + ":80")));
    }
    return sites;
  }

  private static List<RunningCommand> runAll(List<Container> sites) {
    List<RunningCommand> runs = sites.stream().map(site -> site.make(site.making("run"))).toList();
    sites.forEach(site -> Await.until("a start", () -> isRunning(site)));
    return runs;
  }

  private static boolean isRunning(Container site) {
    Outcome asked = site.askState();
    return asked.exitCode() == 0 && asked.stdout().contains("\"running\"");
  }

  private static void killAll(List<Container> sites, List<RunningCommand> runs) {
    List<Long> inits = sites.stream().map(Container::pid).toList();
    runs.forEach(run -> run.signal("KILL"));
    inits.forEach(init -> Host.kill("KILL", init));
    runs.forEach(RunningCommand::await);
    Await.until("the end of all", () -> inits.stream().noneMatch(Host::isRunning));
  }

  private static String address(Container site) {
    return site.state().at("/annotations/io.jrunc.net.addresses").asText();
  }

  private static <T> List<T> atOnce(List<Container> sites, Function<Container, T> call)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(sites.size());
    try {
      List<Callable<T>> calls = new ArrayList<>();
      sites.forEach(site -> calls.add(() -> call.apply(site)));
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
