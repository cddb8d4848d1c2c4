package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Podman of an ordinary user. On cgroup version 1 he has no groups, so Podman refuses limits. */
@Clients
class PodmanRootlessIT extends PodmanCases {

  @Override
  Podman podman() {
    return Podman.ofUser();
  }

  @AlsoToday
  @Test
  void theUserKeepsHisIds() {
    assertThat(
            shell(
                List.of("--userns", "keep-id"),
                "id -u; id -g; awk '{print $1, $2, $3}' /proc/self/uid_map"))
        .isEqualTo("1000\n1000\n0 1 1000\n1000 0 1\n1001 1001 64536\n");
  }

  @Test
  void withoutAGroupOfItsOwnAContainerIsNotPausedByPodmanAndNotUpdatedByTheRuntime() {
    String name = started(List.of(), "sleep 1000");
    podman().run("pause", name).exits(125).failsSaying("cgroup");
    podman().run("update", "--memory", "99m", name).exits(125).failsSaying("update");
    podman().run("exec", name, "true").succeeds();
    podman().remove(name);
  }
}
