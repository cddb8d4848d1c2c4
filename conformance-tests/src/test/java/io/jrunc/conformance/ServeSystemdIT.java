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
import java.util.List;
import org.junit.jupiter.api.Test;

/** The resident engine as the units of the installation have systemd run it, at its usual place. */
@Conformance
@OnlyFor("jrunc")
@Requires(Need.SYSTEMD)
class ServeSystemdIT {

  private static final Path UNITS = Path.of("/run/systemd/system");
  private static final String SOCKET = "jrunc-engine.socket";
  private static final String SERVICE = "jrunc-engine.service";

  @Test
  void theSocketStartsTheEngineWhichEndsAndComesBackWithoutHarm(Sandbox all) {
    Sandbox sandbox = all.through(Door.COLD);
    install(sandbox);
    try {
      systemctl(sandbox, "start", SOCKET);
      assertThat(isActive(sandbox)).isFalse();
      Container container = sandbox.container(Config::sleeping);
      awaitServed(container.command("list"));
      assertThat(isActive(sandbox)).isTrue();
      served(container.making("create")).execute().succeeds();
      served(container.command("start")).execute().succeeds();

      systemctl(sandbox, "restart", SERVICE);
      awaitServed(container.command("state"));
      assertThat(container.status()).isEqualTo("running");

      Host.kill("KILL", pid(sandbox));
      awaitServed(container.command("state"));
      served(container.executing(List.of(), "true")).execute().succeeds();

      systemctl(sandbox, "stop", SOCKET, SERVICE);
      container.exec("true").succeeds();
      assertThat(Path.of("/run/jrunc/=serve")).doesNotExist();
    } finally {
      systemctl(sandbox, "stop", SOCKET, SERVICE);
      HostFiles.delete(UNITS.resolve(SOCKET));
      HostFiles.delete(UNITS.resolve(SERVICE));
      systemctl(sandbox, "daemon-reload");
    }
  }

  /** As an administrator does who has not put jrunc into systemd's PATH. */
  private static void install(Sandbox sandbox) {
    Path program = sandbox.runtime().executable();
    Path units = program.resolve("../../lib/systemd/system").normalize();
    HostFiles.copy(units.resolve(SOCKET), UNITS.resolve(SOCKET));
    String service = HostFiles.read(units.resolve(SERVICE));
    assertThat(service).contains("ExecStart=jrunc serve");
    HostFiles.write(
        UNITS.resolve(SERVICE), service.replace("=jrunc serve", "=" + program + " serve"));
    systemctl(sandbox, "daemon-reload");
  }

  /** Who asks while the engine starts, and waits in vain, would go the cold way. */
  private static void awaitServed(Command command) {
    Await.until("to be served", () -> served(command).execute().exitCode() == 0);
  }

  /** Finds the engine at its usual place, and fails if it isn't served. */
  private static Command served(Command command) {
    return command.withoutEnv(ResidentEngine.VARIABLE).env("JRUNC_JAVA", ResidentEngine.NO_JAVA);
  }

  private static boolean isActive(Sandbox sandbox) {
    return property(sandbox, "ActiveState").matches("active|activating");
  }

  private static long pid(Sandbox sandbox) {
    return Long.parseLong(property(sandbox, "MainPID"));
  }

  private static String property(Sandbox sandbox, String name) {
    String[] show = {"systemctl", "show", "--property", name, "--value", SERVICE};
    return sandbox.program(show).execute().succeeds().stdout().strip();
  }

  private static void systemctl(Sandbox sandbox, String... words) {
    Command command = sandbox.program("sh", "-c", "exec systemctl " + String.join(" ", words));
    command.execute().succeeds();
  }
}
