package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Door;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.ResidentEngine;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The resident engine as the units of the installation have systemd run it, at its usual place. */
@Conformance
@OnlyFor("jrunc")
@Requires(Need.SYSTEMD)
@Isolated("a call waits ten seconds for an engine, which starts in four where nothing else runs")
class ServeSystemdIT {

  @Test
  void theFirstCallStartsTheEngineWhichServesItAndLaterOnesUntilItIsStopped(Sandbox all) {
    Sandbox sandbox = all.through(Door.COLD);
    try (Journal journal = Journal.started(sandbox);
        Units units = Units.installed(sandbox, "--debug serve")) {
      units.assertFirstCallIsServed();
      String engine = units.property("MainPID");
      served(sandbox.container(config -> config.args("true")).making("run")).execute().succeeds();
      Container container = sandbox.container(Config::sleeping);
      served(container.making("create")).execute().succeeds();
      served(container.command("start")).execute().succeeds();
      served(container.executing(List.of(), "true")).execute().succeeds();
      served(container.command("delete", "--force")).execute().succeeds();
      assertThat(units.property("MainPID")).isEqualTo(engine);

      units.systemctl("stop", Units.SERVICE);
      units.assertEndedWell();
      journal.awaitLine("serves at the socket of systemd");
      journal.awaitLine("process [0-9]+: list: 0");
      journal.awaitLine("process [0-9]+: exec: (0|handed over)");
      journal.awaitLine("has ended");
    }
  }

  @Test
  void anEngineThatNobodyAsksEndsAndTheNextCallStartsItAgain(Sandbox all) {
    Sandbox sandbox = all.through(Door.COLD);
    try (Units units = Units.installed(sandbox, "serve --idle-timeout 1s")) {
      units.awaitServed(units.list());
      Await.until("the engine's end", () -> !units.isActive());
      units.assertEndedWell();
      units.awaitServed(units.list());
    }
  }

  @Test
  void containersAndCallersOutliveEnginesThatAreRestartedOrKilled(Sandbox all) {
    Sandbox sandbox = all.through(Door.COLD);
    try (Units units = Units.installed(sandbox, "serve")) {
      Container container = sandbox.container(Config::sleeping);
      units.awaitServed(units.list());
      served(container.making("create")).execute().succeeds();
      served(container.command("start")).execute().succeeds();

      units.systemctl("restart", Units.SERVICE);
      units.awaitServed(container.command("state"));
      assertThat(container.status()).isEqualTo("running");

      Host.kill("KILL", Long.parseLong(units.property("MainPID")));
      units.awaitServed(container.command("state"));
      served(container.executing(List.of(), "true")).execute().succeeds();

      units.systemctl("stop", Units.SOCKET, Units.SERVICE);
      container.exec("true").succeeds();
      assertThat(Path.of("/run/jrunc/=serve")).doesNotExist();
    }
  }

  /** Finds the engine at its usual place, and fails if it isn't served. */
  private static Command served(Command command) {
    return command.withoutEnv(ResidentEngine.VARIABLE).env("JRUNC_JAVA", ResidentEngine.NO_JAVA);
  }

  private static String systemctl(Sandbox sandbox, String... words) {
    List<String> line = new ArrayList<>(List.of("systemctl"));
    line.addAll(List.of(words));
    return sandbox.program(line.toArray(String[]::new)).execute().succeeds().stdout().strip();
  }

  /** The units, as an administrator installs them; closed, systemd knows nothing of them. */
  private record Units(Sandbox sandbox) implements AutoCloseable {
    static final String SOCKET = "jrunc-engine.socket";
    static final String SERVICE = "jrunc-engine.service";
    private static final Path FOLDER = Path.of("/run/systemd/system");

    /** In microseconds; a call waits for ten seconds. */
    private static final long MUCH_OF_A_WAIT = 2_000_000;

    /** In a guest of the lane, which does not boot as far as {@code sysinit.target}. */
    private static final String EARLY = "[Unit]\nDefaultDependencies=no\n";

    static Units installed(Sandbox sandbox, String words) {
      Units units = new Units(sandbox);
      Path program = sandbox.runtime().executable();
      Path from = program.resolve("../../lib/systemd/system").normalize();
      String service = HostFiles.read(from.resolve(SERVICE));
      assertThat(service).contains("ExecStart=jrunc serve\n");
      String line = "ExecStart=" + program + " " + words + "\n";
      units.write(SERVICE, service.replace("ExecStart=jrunc serve\n", line));
      units.write(SOCKET, HostFiles.read(from.resolve(SOCKET)));
      units.systemctl("daemon-reload");
      units.systemctl("start", SOCKET);
      return units;
    }

    private void write(String name, String unit) {
      assertThat(unit).contains("[Unit]\n");
      HostFiles.write(FOLDER.resolve(name), unit.replace("[Unit]\n", EARLY));
    }

    String systemctl(String... words) {
      return ServeSystemdIT.systemctl(sandbox, words);
    }

    String property(String name) {
      return systemctl("show", "--property", name, "--value", SERVICE);
    }

    boolean isActive() {
      return property("ActiveState").matches("active|activating|deactivating");
    }

    void assertEndedWell() {
      assertThat(property("Result")).isEqualTo("success");
      assertThat(property("ExecMainStatus")).isEqualTo("0");
      assertThat(systemctl("show", "--property", "ActiveState", "--value", SOCKET))
          .isEqualTo("active");
    }

    Command list() {
      return sandbox.runtime().command("list");
    }

    /** Who finds no engine is served by the one that starts, unless that takes much of its wait. */
    void assertFirstCallIsServed() {
      assertThat(isActive()).isFalse();
      if (served(list()).execute().exitCode() != 0) {
        Await.until("the engine", () -> property("ActiveState").equals("active"));
        long began = Long.parseLong(property("InactiveExitTimestampMonotonic"));
        long ready = Long.parseLong(property("ActiveEnterTimestampMonotonic"));
        assertThat(ready - began).as("microseconds").isGreaterThan(MUCH_OF_A_WAIT);
        awaitServed(list());
      }
    }

    /** Who asks while the engine starts, and waits in vain, would go the cold way. */
    void awaitServed(Command command) {
      Await.until("to be served", () -> served(command).execute().exitCode() == 0);
    }

    @Override
    public void close() {
      systemctl("stop", SOCKET, SERVICE);
      HostFiles.delete(FOLDER.resolve(SOCKET));
      HostFiles.delete(FOLDER.resolve(SERVICE));
      systemctl("daemon-reload");
    }
  }

  /** The journal, which guests of the lane do without; closed, this one has none again. */
  private record Journal(Sandbox sandbox, boolean isOurs) implements AutoCloseable {
    private static final String[] JOURNALD = {
      "systemd-journald.socket", "systemd-journald-dev-log.socket", "systemd-journald.service"
    };

    static Journal started(Sandbox sandbox) {
      Command query = sandbox.program("systemctl", "is-active", "--quiet", JOURNALD[2]);
      boolean isThere = query.execute().exitCode() == 0;
      if (!isThere) {
        systemctl(sandbox, "start", JOURNALD[2]);
      }
      return new Journal(sandbox, !isThere);
    }

    /** Waits for a line of the engine that contains this. */
    void awaitLine(String pattern) {
      String[] line = {"journalctl", "--unit", Units.SERVICE, "--output", "cat", "--grep", pattern};
      Await.until(
          pattern + " in the journal", () -> sandbox.program(line).execute().exitCode() == 0);
    }

    @Override
    public void close() {
      if (isOurs) {
        List<String> line = new ArrayList<>(List.of("stop"));
        line.addAll(List.of(JOURNALD));
        systemctl(sandbox, line.toArray(String[]::new));
      }
    }
  }
}
