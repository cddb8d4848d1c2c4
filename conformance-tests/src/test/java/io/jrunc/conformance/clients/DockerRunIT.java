package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.clients.kit.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docker run}: output, input, terminal and exit codes. */
@Clients
class DockerRunIT {
  private final Dockerd dockerd = Dockerd.shared();

  @AlsoToday
  @Test
  void theDaemonTellsThatTheRuntimeIsItsDefault() {
    assertThat(
            dockerd
                .docker("info", "--format", "{{.DefaultRuntime}} {{.Runtimes}}")
                .succeeds()
                .stdout())
        .startsWith(Dockerd.RUNTIME + " ")
        .contains(Machine.runtime().toString());
  }

  @AlsoToday
  @Test
  void outputErrorsAndTheExitCodeComeFromTheProgram() {
    var outcome = dockerd.run(List.of(), "sh", "-c", "echo out; echo err >&2; exit 7").exits(7);
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
  }
}
