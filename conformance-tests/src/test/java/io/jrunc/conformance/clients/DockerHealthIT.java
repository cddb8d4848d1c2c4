package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Health checks, which are execs by the daemon. */
@Clients
class DockerHealthIT {
  private final Dockerd dockerd = Dockerd.shared();

  @Test
  void aContainerBecomesHealthyAndUnhealthyAsItsCheckSays() {
    String container = start("test -e /ok && echo well", "10s");
    try {
      awaitHealth(container, "unhealthy");
      assertThat(dockerd.inspect(container, "(index .State.Health.Log 0).ExitCode")).isEqualTo("1");
      dockerd.docker("exec", container, "touch", "/ok").succeeds();
      awaitHealth(container, "healthy");
      assertThat(dockerd.inspect(container, "json .State.Health.Log")).contains("well");
    } finally {
      dockerd.remove(container);
    }
  }

  @Test
  void aCheckThatTakesTooLongIsKilled() {
    String container = start("sleep 1234", "1s");
    try {
      awaitHealth(container, "unhealthy");
      assertThat(dockerd.inspect(container, "json .State.Health.Log"))
          .contains("Health check exceeded timeout (1s)");
      dockerd.docker("pause", container).succeeds(); // no other check begins
      assertThat(dockerd.inspect(container, ".State.Status")).isEqualTo("paused");
    } finally {
      dockerd.remove(container);
    }
  }

  private String start(String check, String limit) {
    return dockerd.start(
        List.of(
            "--health-cmd=" + check,
            "--health-interval=1s",
            "--health-retries=1",
            "--health-timeout=" + limit),
        "sleep",
        "1000");
  }

  private void awaitHealth(String container, String status) {
    Await.until(
        container + " is " + status,
        () -> dockerd.inspect(container, ".State.Health.Status").equals(status));
  }
}
