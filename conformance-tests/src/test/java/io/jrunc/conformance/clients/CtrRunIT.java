package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import org.junit.jupiter.api.Test;

/** {@code ctr run}: containerd's own client, with the runtime by its path. */
@Clients
class CtrRunIT {
  private final Containerd containerd = Containerd.shared();

  @AlsoToday
  @Test
  void thePluginForKubernetesLikesTheConfigurationOfThePage() {
    assertThat(containerd.ctr("plugins", "ls").run().succeeds().stdout().lines())
        .filteredOn(line -> line.contains("cri"))
        .isNotEmpty()
        .allMatch(line -> line.strip().endsWith("ok"));
  }

  @AlsoToday
  @Test
  void runPrintsWhatTheCommandPrintsAndEndsWithItsExitCode() {
    String name = Machine.newName();
    assertThat(
            containerd
                .run("--rm", Containerd.BOX, name, "sh", "-c", "echo out; echo err >&2; exit 7")
                .run()
                .exits(7))
        .satisfies(
            outcome -> {
              assertThat(outcome.stdout()).isEqualTo("out\n");
              assertThat(outcome.stderr()).isEqualTo("err\n");
            });
    assertThat(containerd.status(name)).isEmpty();
  }
}
