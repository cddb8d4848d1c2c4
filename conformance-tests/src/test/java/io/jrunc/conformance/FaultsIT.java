package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Bundle;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Door;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.ResidentEngine;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a resident engine or to its clients, a container is there and works, or
 * nothing is left of it; nobody waits for long, and nobody is served who must not be.
 */
@Conformance
@OnlyFor("jrunc")
class FaultsIT {

  /** How often a process is killed at another moment, each time. */
  private static final int MOMENTS = Integer.getInteger("jrunc.moments", 6);

  /** Commands that are in the middle too shortly to be surely met there. */
  private static final List<String> SHORT = List.of("kill", "delete");

  private static final String ENDED = "the engine ended";
  private static final String ENDS_WITH_7 = "trap 'exit 7' TERM; echo ran; sleep 1000 & wait";

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"create", "run", "start", "exec", "kill", "delete"})
  void anEngineThatIsKilledAtAnyMomentLeavesNothingHalfMade(String command, Sandbox sandbox) {
    Bundle bundle = sandbox.bundle(c -> c.sh("echo ran; sleep 0.05; exit 7"));
    Bundle sleeping = sandbox.bundle(Config::sleeping);
    long micros = 0;
    int begun = 0;
    int enough = SHORT.contains(command) ? 0 : 1;
    for (int moment = 0; moment <= (begun < enough ? 10 : 1) * MOMENTS; moment++) {
      ResidentEngine engine = sandbox.newEngine();
      boolean runs = command.equals("run");
      Container container = sandbox.container(sandbox.newId(), runs ? bundle : sleeping);
      Command call = prepared(command, container);
      if (moment == 0) { // only to see how long it takes
        micros = microsOf(asked(engine, runs ? detached(container) : call));
      } else {
        Outcome outcome = killing(sandbox, engine, (long) (micros * part(moment)), call);
        begun += outcome.stderr().contains(ENDED) ? 1 : 0;
        outcome.exits(expectedCode(command, outcome.stderr().contains(ENDED)));
        assertNotHalfMade(command, container, outcome);
        engine.kill();
      }
      container.delete("--force").succeeds();
      assertThat(container.traces()).isEmpty();
    }
    assertThat(begun).as("how often it was in the middle").isGreaterThanOrEqualTo(enough);
  }

  /** Of the time from 0 to 1: each moment another, and however many there are, they are spread. */
  private static double part(int moment) {
    return moment * 0.618 % 1; // the golden ratio
  }

  private static long microsOf(Command command) {
    long begin = System.nanoTime();
    command.execute();
    return Duration.ofNanos(System.nanoTime() - begin).toNanos() / 1000;
  }

  /** Of a command whose engine has ended in the middle of it, or else of one that worked. */
  private static int expectedCode(String command, boolean ended) {
    return switch (command) {
      case "exec" -> ended ? 255 : 0;
      case "run" -> ended ? 1 : 7;
      default -> ended ? 1 : 0;
    };
  }

  /** A call of the command; whatever must have been called before is done. */
  private static Command prepared(String command, Container container) {
    if (command.equals("create") || command.equals("run")) {
      return container.making(command);
    }
    container.create().succeeds();
    if (!command.equals("start")) {
      container.start().succeeds();
    }
    return switch (command) {
      case "exec" -> container.executing(List.of(), "true");
      case "delete" -> container.command(command, "--force");
      default -> container.command(command);
    };
  }

  private static Outcome killing(
      Sandbox sandbox, ResidentEngine engine, long micros, Command command) {
    String[] later = {sandbox.tool("later"), micros + "", engine.pid() + "", "9"};
    return command.through(later).env(ResidentEngine.VARIABLE, engine.socket() + "").execute();
  }

  private static void assertNotHalfMade(String command, Container container, Outcome outcome) {
    boolean worked = !outcome.stderr().contains(ENDED);
    switch (command) {
      case "create" -> {
        if (worked) {
          container.start().succeeds();
          container.exec("true").succeeds();
        } else {
          assertThat(container.traces()).as(outcome::toString).isEmpty();
        }
      }
      case "run" -> assertThat(container.traces()).as(outcome::toString).isEmpty();
      case "start" -> { // one that nobody waits for any more may end before its program begins
        List<String> ends = List.of("running", "stopped", "created");
        assertThat(container.status()).isIn(ends.subList(0, worked ? 2 : 3));
      }
      case "exec" -> container.exec("true").succeeds();
      case "delete" -> {
        if (worked || container.askState().exitCode() != 0) {
          assertThat(container.traces()).as(outcome::toString).isEmpty();
        } else {
          assertThat(container.status()).isIn("running", "stopped");
        }
      }
      default -> assertThat(container.status()).isIn("running", "stopped");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prestart", "createRuntime", "poststart", "poststop"})
  void anEngineThatIsKilledWhileAHookRunsLeavesNothingHalfMade(String kind, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    String kill = "kill -KILL " + engine.pid();
    Container container =
        sandbox.container(
            config -> config.sleeping().add("/hooks/" + kind, hook("cat >/dev/null; " + kill)));
    Outcome create = asked(engine, container.making("create")).execute();
    if (kind.startsWith("post")) {
      create.succeeds();
      Outcome start = asked(engine, container.command("start")).execute();
      if (kind.equals("poststart")) {
        start.failsSaying(ENDED);
      } else {
        start.succeeds();
        asked(engine, container.command("delete", "--force")).execute().failsSaying(ENDED);
      }
    } else {
      create.failsSaying(ENDED);
      assertThat(container.traces()).isEmpty();
    }
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  private static Map<String, Object> hook(String script) {
    return Map.of("path", "/bin/sh", "args", List.of("sh", "-c", script));
  }

  private static Command asked(ResidentEngine engine, Command command) {
    return command.env(ResidentEngine.VARIABLE, engine.socket().toString());
  }

  /** The client waits, and tells the engine at the end, which has gone meanwhile. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"run, KILL", "run, TERM", "exec, KILL", "exec, TERM"})
  void aProgramInTheForegroundOutlivesItsEngine(String command, String signal, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Container container = waitingContainer(command, sandbox);
    RunningCommand call = waitingCall(command, container, c -> asked(engine, c));
    awaitHandedOver(engine, command);
    Host.kill(signal, engine.pid());
    Await.until("the engine to end", () -> !engine.isAlive());
    assertEndsWith7(command, container, call);
  }

  /** On the connection of the beginning: none can be made any more, and the cold way would fail. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"run", "exec"})
  void theEndOfAProgramInTheForegroundIsFinishedByTheEngine(String command, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Container container = waitingContainer(command, sandbox);
    RunningCommand call = waitingCall(command, container, engine::warm);
    Path aside = engine.socket().resolveSibling("aside");
    HostFiles.move(engine.socket(), aside);
    try {
      assertEndsWith7(command, container, call);
    } finally {
      HostFiles.move(aside, engine.socket());
    }
    assertThat(engine.log()).contains(": finish: 7");
    assertThat(engine.complaints()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"run", "exec"})
  void whoeverIsKilledWhileItWaitsForAProgramIsForgotten(String command, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Container container = waitingContainer(command, sandbox);
    RunningCommand call = waitingCall(command, container, engine::warm);
    awaitHandedOver(engine, command);
    int sockets = sockets(engine);
    call.signal("KILL");
    call.await();
    Await.until("the connection to be let go", () -> sockets(engine) < sockets);
    assertThat(container.status()).isEqualTo("running");
    assertThat(engine.complaints()).isEmpty();
  }

  /** From then on the client waits without the engine. */
  private static void awaitHandedOver(ResidentEngine engine, String command) {
    Await.until("it to be handed over", () -> engine.log().contains(command + ": handed over"));
  }

  private static int sockets(ResidentEngine engine) {
    return engine.descriptors().getOrDefault("socket:[]", 0);
  }

  /** With a service manager, who isn't there, readiness is waited for, which is another way. */
  @ParameterizedTest(name = "{0}, manager: {1}")
  @CsvSource({"COLD, ''", "WARM, ''", "COLD, @nobody"})
  void whoComesLateToItsEndLeavesTheNextContainerOfThatNameAlone(
      Door door, String manager, Sandbox sandbox) {
    Container container = sandbox.through(door).container(config -> config.sh(ENDS_WITH_7));
    Command run = container.making("run");
    RunningCommand late =
        container.make(manager.isEmpty() ? run : run.env("NOTIFY_SOCKET", manager));
    Await.until("the program to run", () -> container.written().contains("ran"));
    container.command("update", "--pids-limit", "500").execute().succeeds(); // it holds no lock now
    late.signal("STOP");
    container.delete("--force").succeeds();
    container.run("--detach").succeeds();
    late.signal("CONT");
    late.await().exits(128 + 9);
    assertThat(container.status()).isEqualTo("running");
  }

  private static Container waitingContainer(String command, Sandbox sandbox) {
    if (command.equals("run")) {
      return sandbox.container(config -> config.sh(ENDS_WITH_7));
    }
    int limit = 64 << 20; // with one it is looked at the end of each program whether it was that
    return sandbox
        .container(c -> c.sleeping().set("/linux/resources/memory/limit", limit))
        .launch();
  }

  /** A call that waits for a program which ends with code 7 on SIGTERM. */
  private static RunningCommand waitingCall(
      String command, Container container, UnaryOperator<Command> edits) {
    boolean runs = command.equals("run");
    RunningCommand call =
        runs
            ? container.make(edits.apply(container.making("run")))
            : edits.apply(container.executing(List.of(), "sh", "-c", ENDS_WITH_7)).start();
    Await.until(
        "the program to run", () -> (runs ? container.written() : call.stdout()).contains("ran"));
    return call;
  }

  private static void assertEndsWith7(String command, Container container, RunningCommand call) {
    call.signal("TERM");
    call.await().exits(7);
    if (command.equals("run")) {
      assertThat(container.traces()).isEmpty();
    } else {
      assertThat(container.status()).isEqualTo("running");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"create", "run", "exec", "delete"})
  void clientsThatAreKilledAtAnyMomentCostTheEngineNothing(String command, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    long micros = 0;
    int killed = 0;
    for (int moment = -3; moment <= 3 * MOMENTS; moment++) {
      Container container = sandbox.container(Config::sleeping);
      Command call = asked(engine, prepared(command, container));
      if (moment <= 0) { // only to see how long it takes an engine that isn't new
        micros = microsOf(command.equals("run") ? asked(engine, detached(container)) : call);
      } else {
        String late = Long.toString(micros * moment / (3L * MOMENTS));
        Outcome outcome = call.through(sandbox.tool("later"), late, "0", "9").execute();
        killed += outcome.exitCode() == 128 + 9 ? 1 : 0;
      }
      asked(engine, container.command("delete", "--force")).execute().succeeds();
      Await.until("nothing of " + container.id(), () -> container.traces().isEmpty());
    }
    assertThat(killed).isPositive();
    assertThat(engine.complaints()).isEmpty();
  }

  /** A run that ends when the container runs. */
  private static Command detached(Container container) {
    return container.making("run", "--detach");
  }

  @Test
  void garbageIsNotAnsweredAndCostsNothing(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Outcome answers =
        sandbox.program(sandbox.tool("garble"), "ask", engine.socket() + "").execute();
    assertThat(answers.succeeds().stdout().lines())
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.matches(".*: (closed|cold)"), "closed or sent the cold way");
    engine.warm(sandbox.runtime().command("list")).execute().succeeds();
    assertThat(engine.complaints()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "closes at once, 0",
    "cold, 0",
    "says nothing and closes, 0",
    "a short one, 0",
    "a long cold, 0",
    "unknown, 0",
    "unknown with files, 0",
    "exit 5, 5",
    "exit without a code, 0",
    "begun and gone, 1",
    "begun without words, 0",
    "writes to 7, 0 or 1",
    "writes to nothing, 0 or 1",
    "spawns nothing, 0 or 1",
    "spawns many words, 0 or 1",
    "spawns far away, 0 or 1",
    "waits for init, 0",
    "holds too many, 0",
  })
  void whateverAnEngineSaysItsClientsEnd(String kind, String codes, Sandbox sandbox) {
    String socket = sandbox.newPath("socket").toString();
    RunningCommand fake = sandbox.program(sandbox.tool("garble"), "answer", socket, kind).start();
    try {
      Await.until("the fake to listen", () -> fake.stdout().contains("listens"));
      Command call = sandbox.through(Door.COLD).runtime().command("list", "-q");
      Outcome outcome = call.env(ResidentEngine.VARIABLE, socket).execute();
      assertThat(codes.split(" or ", -1)).as(outcome::toString).contains(outcome.exitCode() + "");
      assertThat(outcome.stderr().contains(ENDED)).isEqualTo(outcome.exitCode() == 1);
    } finally {
      fake.signal("KILL");
      fake.await();
    }
  }

  @Test
  void anEngineThatIsStoppedHoldsNobodyUpForEver(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Host.kill("STOP", engine.pid());
    try {
      asked(engine, sandbox.runtime().command("list")).execute().succeeds();
    } finally {
      Host.kill("CONT", engine.pid());
    }
    Await.until("no connection", () -> engine.complaints().isEmpty());
  }

  @Test
  void outputThatNobodyReadsHoldsUpNobodyElse(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    String large = "x".repeat(100_000); // more than a pipe holds
    Container container = sandbox.container(c -> c.sleeping().set("/annotations/large", large));
    container.create().succeeds();
    List<RunningCommand> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 34; i++) { // more than there are workers
        Command state = asked(engine, container.command("state"));
        readers.add(state.through("bash", "-c", "\"$@\" | sleep 1000", "-").start());
      }
      Await.until("many to be served", () -> sockets(engine) > 30);
      Await.until("both ends of each pipe", () -> readers.stream().allMatch(FaultsIT::isAPipe));
      asked(engine, container.command("state")).execute().succeeds();
      asked(engine, container.command("start")).execute().succeeds();
    } finally {
      readers.forEach(reader -> Host.children(reader.pid()).forEach(pid -> Host.kill("KILL", pid)));
      readers.forEach(RunningCommand::await);
    }
    engine.warm(container.command("state")).execute().succeeds();
    assertThat(engine.complaints()).isEmpty();
  }

  private static boolean isAPipe(RunningCommand shell) {
    return Host.children(shell.pid()).size() == 2;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void twoHundredRequestsAtOnceAreAllAnswered(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Container container = sandbox.container(Config::sleeping).launch();
    assertAllAnswered(asked(engine, container.command("state")), 200);
    Command exec = container.executing(List.of(), "sh", "-c", "echo '\"id\":'");
    assertAllAnswered(asked(engine, exec), 60); // those that go cold are JVMs, all at once
    assertThat(engine.complaints()).isEmpty();
  }

  private static void assertAllAnswered(Command call, int count) {
    String many = "for i in $(seq " + count + "); do \"$@\" & done; wait";
    Outcome all =
        call.through("sh", "-c", many, "sh").limit(Duration.ofMinutes(2)).execute().succeeds();
    assertThat(all.stdout().split("\"id\":", -1)).as(all::toString).hasSize(count + 1);
    assertThat(all.stderr()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"COLD", "WARM"})
  void aFullDiskIsToldAndLeavesNothing(Door door, Sandbox sandbox) {
    Path root = sandbox.newFolder();
    sandbox
        .program("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", root + "")
        .execute()
        .succeeds();
    try {
      Sandbox there = sandbox.through(door);
      String large = "x".repeat(30_000); // its copy has no room
      Container full = there.containerAt(root, c -> c.sleeping().set("/annotations/large", large));
      HostFiles.write(root.resolve("=filler"), "x".repeat(140_000));
      full.createFailsAndLeavesNothing().failsSaying("no space left");
      HostFiles.delete(root.resolve("=filler"));
      full.create().succeeds();
      there.program("sh", "-c", "cat /dev/zero >" + root + "/=filler").execute();
      full.command("update", "--pids-limit", "77").execute();
      assertThat(full.status()).isEqualTo("created");
      full.start().failsSaying("no space left");
      full.delete("--force").succeeds();
      assertThat(full.traces()).isEmpty();
    } finally {
      sandbox.program("umount", "--lazy", root.toString()).execute().succeeds();
    }
  }

  @Test
  void anEngineOfAnotherInstallationIsNotAsked(Sandbox sandbox) {
    Path copy = sandbox.newPath("installation");
    Path home = Path.of(sandbox.runtime().executable() + "/../..").normalize();
    sandbox.program("cp", "-r", home.toString(), copy.toString()).execute().succeeds();
    ResidentEngine engine = sandbox.newEngine();
    Path other = copy.resolve("bin/jrunc");
    String[] list = {other.toString(), "--root", sandbox.newPath("root") + "", "list"};
    engine.warm(sandbox.program(list)).execute().failsSaying("JRUNC_JAVA");
    asked(engine, sandbox.program(list)).execute().succeeds();
    assertThat(engine.complaints()).isEmpty();
  }

  @Test
  void anEngineIsOnlyForItsOwner(Sandbox sandbox) {
    Sandbox user = sandbox.through(Door.COLD).asUser();
    ResidentEngine roots = sandbox.newEngine();
    ResidentEngine users = user.newEngine();
    assertThat(sandbox.program("stat", "-c", "%a", roots.socket() + "").execute().stdout())
        .isEqualTo("600\n");
    for (String mode : List.of("0600", "0777")) {
      HostFiles.mode(roots.socket(), mode);
      HostFiles.mode(users.socket(), mode);
      for (Command call :
          List.of(
              asked(roots, user.runtime().command("list")),
              asked(users, sandbox.through(Door.COLD).runtime().command("list")))) {
        call.execute().succeeds();
        call.env("JRUNC_JAVA", ResidentEngine.NO_JAVA).execute().failsSaying("JRUNC_JAVA");
      }
    }
    assertThat(roots.complaints()).isEmpty();
    assertThat(users.complaints()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "unshare --net",
        "unshare --mount",
        "unshare --cgroup",
        "unshare --user --map-root-user",
        "unshare --pid --fork --mount-proc",
        "setpriv --bounding-set -sys_boot",
        "setpriv --no-new-privs",
        "setpriv --egid 1 --clear-groups",
      })
  void callersWithOtherNamespacesOrRightsGoTheColdWay(String prefix, Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    String[] words = prefix.split(" ", -1);
    Sandbox cold = sandbox.through(Door.COLD);
    Command call = asked(engine, cold.runtime().command("list", "-q")).through(words);
    call.execute().succeeds();
    call.env("JRUNC_JAVA", ResidentEngine.NO_JAVA).execute().failsSaying("JRUNC_JAVA");
    assertThat(engine.complaints()).isEmpty();
  }

  @Test
  void anEngineThatIsAskedToEndFinishesWhatItHasBegun(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine();
    Path go = sandbox.newPath("go");
    String wait = "cat >/dev/null; : >" + go + "; while [ -e " + go + " ]; do sleep 0.01; done";
    Container container =
        sandbox.container(config -> config.sleeping().add("/hooks/createRuntime", hook(wait)));
    RunningCommand create = asked(engine, container.making("create")).start();
    Await.until("the hook", () -> go.toFile().exists());
    Host.kill("TERM", engine.pid());
    Await.until("the socket to go", () -> !engine.socket().toFile().exists());
    HostFiles.delete(go);
    create.await().succeeds();
    engine.close();
    assertThat(container.status()).isEqualTo("created");
  }

  @Test
  void anIdleEngineEndsByItself(Sandbox sandbox) {
    ResidentEngine engine = sandbox.newEngine("--idle-timeout", "3s");
    Await.until("its end", () -> !engine.isAlive());
    assertThat(engine.socket()).doesNotExist();
  }
}
