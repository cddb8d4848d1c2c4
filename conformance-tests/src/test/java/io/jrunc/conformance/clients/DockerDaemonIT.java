package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call.Running;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Host;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Containers over the ends of Docker's daemon: in order, by SIGKILL, and with its containerd. */
@Clients
class DockerDaemonIT {

  private static long pid(Dockerd dockerd, String container) {
    return Long.parseLong(dockerd.inspect(container, ".State.Pid"));
  }

  @AlsoToday
  @Test
  void withLiveRestoreContainersGoOnOverEachEndOfTheDaemonAndCanBeUsedAfterIt() {
    try (Dockerd dockerd = Dockerd.own("dockerd-live", "--live-restore")) {
      String container =
          dockerd.start(
              List.of("--network", "none"),
              "sh",
              "-c",
              "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.1; done");
      String paused = dockerd.start(List.of("--network", "none"), "sleep", "1000");
      String ending = dockerd.start(List.of("--network", "none"), "sleep", "1000");
      dockerd.docker("pause", paused).succeeds();
      long pid = pid(dockerd, container);
      long other = pid(dockerd, ending);

      dockerd.restart();
      assertThat(pid(dockerd, container)).isEqualTo(pid);
      assertThat(dockerd.docker("exec", container, "echo", "in").succeeds().stdout())
          .isEqualTo("in\n");
      dockerd.crash();
      assertThat(pid(dockerd, container)).isEqualTo(pid);
      dockerd.docker("exec", container, "true").succeeds();
      assertThat(dockerd.inspect(paused, ".State.Status")).isEqualTo("paused");
      dockerd.docker("unpause", paused).succeeds();

      dockerd.crashAll(() -> Host.kill("KILL", other));
      assertThat(pid(dockerd, container)).isEqualTo(pid);
      assertThat(Host.isRunning(pid)).isTrue();
      Await.until(
          "the end that nobody saw",
          () -> dockerd.inspect(ending, ".State.Status").equals("exited"));
      // 255 stands for one that is not known: what today's containerd tells after its own end
      assertThat(dockerd.inspect(ending, ".State.ExitCode")).isIn("137", "255");
      dockerd.docker("stop", container).succeeds();
      assertThat(dockerd.inspect(container, ".State.ExitCode")).isEqualTo("5");
      assertThat(dockerd.docker("logs", container).stdout()).isEqualTo("up\nbye\n");
      dockerd.docker("rm", "--force", container, paused, ending).succeeds();
    }
  }

  @Test
  void withoutItTheyEndWithTheDaemonAndThoseToRunAlwaysComeBack() {
    try (Dockerd dockerd = Dockerd.own("dockerd-plain")) {
      String always =
          dockerd.start(List.of("--network", "none", "--restart", "always"), "sleep", "1000");
      String once = dockerd.start(List.of("--network", "none", "--init"), "sleep", "1000");
      long first = pid(dockerd, always);

      dockerd.restart();
      assertThat(dockerd.inspect(once, ".State.Status")).isEqualTo("exited");
      assertThat(dockerd.inspect(once, ".State.ExitCode")).isEqualTo("143");
      Await.until("the second", () -> pid(dockerd, always) != 0);
      long second = pid(dockerd, always);
      assertThat(second).isNotEqualTo(first);
      assertThat(Host.isRunning(first)).isFalse();

      Running waiting = dockerd.call("exec", always, "sleep", "1001").start();
      Await.until( // or it would be the next daemon that it asks
          "the process of exec",
          () -> dockerd.docker("top", always).stdout().contains("sleep 1001"));
      dockerd.crash();
      assertThat(waiting.await().exitCode()).isNotZero();
      Await.until("the third", () -> pid(dockerd, always) != 0 && pid(dockerd, always) != second);
      assertThat(Host.isRunning(second)).isFalse();
      dockerd.docker("exec", always, "true").succeeds();
      dockerd.docker("rm", "--force", always, once).succeeds();
    }
  }
}
