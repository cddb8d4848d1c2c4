package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Podman;
import io.jrunc.conformance.kit.Cgroups;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Podman of root. */
@Clients
class PodmanIT extends PodmanCases {

  @Override
  Podman podman() {
    return Podman.ofRoot();
  }

  @AlsoToday
  @Test
  void limitsAreSetChangedAndMeasured() {
    String name =
        started(
            List.of("--memory=64m", "--pids-limit=20", "--cpus=0.5", "--cpuset-cpus=0"),
            "sleep 1000");
    assertThat(group(name, "memory", "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(group(name, "pids", "pids.max")).isEqualTo("20");
    assertThat(group(name, "cpu", "cpu.cfs_quota_us")).isEqualTo("50000");
    assertThat(group(name, "cpuset", "cpuset.cpus")).isEqualTo("0");
    assertThat(podman().print("stats", "--no-stream", "--format", "{{.PIDS}} {{.MemUsage}}", name))
        .matches("1 [0-9.]+[kM]?B / 67.11MB");

    podman().run("update", "--memory", "99m", "--cpus", "0.25", name).succeeds();
    assertThat(group(name, "memory", "memory.limit_in_bytes")).isEqualTo(Long.toString(99L << 20));
    assertThat(group(name, "cpu", "cpu.cfs_quota_us")).isEqualTo("25000");
    podman().remove(name);
  }

  /** A limit, as the container's process has it. */
  private String group(String name, String controller, String file) {
    long pid = Long.parseLong(podman().print("inspect", "-f", "{{.State.Pid}}", name));
    return io.jrunc.conformance.kit.HostFiles.read(Cgroups.groupOf(pid, controller).resolve(file))
        .strip();
  }

  @AlsoToday
  @Test
  void whoeverNeedsMoreMemoryThanAllowedIsKilled() {
    inContainer(List.of("--memory", "20m"), "sh", "-c", "x=$(yes | head -c 90000000); echo alive")
        .exits(137);
  }

  @Test
  void whoeverNeedsMoreProcessesThanAllowedGetsNone() {
    inContainer(
            List.of("--pids-limit", "5"),
            "sh",
            "-c",
            "for i in 1 2 3 4 5 6; do sleep 1000 & done; echo all")
        .fails()
        .failsSaying("can't fork");
  }

  @AlsoToday
  @Test
  void aPausedContainerStandsStillAndIsRemovedByForce() {
    String name = started(List.of(), "while :; do echo x; sleep 0.1; done");
    podman().run("pause", name).succeeds();
    assertThat(podman().print("inspect", "-f", "{{.State.Status}}", name)).isEqualTo("paused");
    podman().run("exec", name, "true").exits(255).failsSaying("state improper");
    podman().run("unpause", name).succeeds();
    podman().run("exec", name, "true").succeeds();
    podman().run("pause", name).succeeds();
    podman().remove(name);
    podman().run("inspect", name).fails();
  }
}
