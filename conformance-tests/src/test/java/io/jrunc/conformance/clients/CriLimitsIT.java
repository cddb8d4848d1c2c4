package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.cri.Cri;
import io.jrunc.conformance.clients.kit.cri.Pod;
import io.jrunc.conformance.clients.kit.cri.PodContainer;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Limits and figures of containers in the words of Kubernetes' CRI. */
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CriLimitsIT {
  private static final long MIB = 1 << 20;

  private final Cri cri = Cri.shared();
  private final Pod pod = cri.pod().set("linux/cgroup_parent", "/kubepods").run();

  @AfterAll
  void theirPodEnds() {
    pod.close();
  }

  @AlsoToday
  @Test
  void limitsAreSetAndChanged() {
    PodContainer container =
        pod.container("/bin/sleep", "1000")
            .set("linux/resources/memory_limit_in_bytes", 64 * MIB)
            .set("linux/resources/cpu_quota", 50_000)
            .set("linux/resources/cpu_period", 100_000)
            .set("linux/resources/cpu_shares", 512)
            .set("linux/resources/cpuset_cpus", "0")
            .set("linux/resources/oom_score_adj", 500)
            .start();
    assertThat(HostFiles.read("/proc/" + container.pid() + "/cgroup"))
        .contains(":/kubepods/" + container.id());
    assertThat(HostFiles.read("/proc/" + container.pid() + "/oom_score_adj")).isEqualTo("500\n");
    assertThat(memory(container)).isEqualTo(64 * MIB);
    assertThat(quota(container)).isEqualTo("50000");
    assertThat(container.exec("/bin/grep", "Cpus_allowed_list", "/proc/1/status").stdout())
        .endsWith("\t0\n");

    cri.call(
        "UpdateContainerResources",
        Map.of(
            "container_id",
            container.id(),
            "linux",
            Map.of("memory_limit_in_bytes", 96 * MIB, "cpu_quota", 80_000, "cpu_period", 100_000)));
    assertThat(memory(container)).isEqualTo(96 * MIB);
    assertThat(quota(container)).isEqualTo("80000");
    container.remove();
  }

  private static long memory(PodContainer container) {
    return Long.parseLong(
        file(container, "/memory/memory.limit_in_bytes", "/memory.max").split(" ", -1)[0]);
  }

  private static String quota(PodContainer container) {
    return file(container, "/cpu/cpu.cfs_quota_us", "/cpu.max").split(" ", -1)[0];
  }

  /** What a file of cgroup version 1 says, or if there is none one of version 2. */
  private static String file(PodContainer container, String one, String two) {
    String line = "cd /sys/fs/cgroup; cat ." + one + " 2>/dev/null || cat ." + two;
    return container.exec("/bin/sh", "-c", line).succeeds().stdout().strip();
  }

  @AlsoToday
  @Test
  void aContainerThatTakesTooMuchMemoryIsReportedAsKilledForIt() {
    PodContainer greedy =
        pod.container("/bin/sh", "-c", "until [ -e /go ]; do sleep 0.1; done; exec tail /dev/zero")
            .set("linux/resources/memory_limit_in_bytes", 24 * MIB)
            .set("linux/resources/memory_swap_limit_in_bytes", 24 * MIB)
            .start();
    greedy.exec("/bin/touch", "/go").succeeds(); // only now: containerd listens from the start on
    assertThat(greedy.exitCode()).isEqualTo(137);
    Await.until("the reason", () -> greedy.status().path("reason").asText().equals("OOMKilled"));
  }

  @AlsoToday
  @Test
  void figuresAreToldOfAContainerOfAllAndOfThePod() {
    PodContainer container =
        pod.container("/bin/sh", "-c", "echo $(yes | head -n 500000 | wc -l); sleep 1000").start();
    Await.until("work", () -> container.printed().equals("500000\n"));
    JsonNode figures =
        cri.call("ContainerStats", Map.of("container_id", container.id())).path("stats");
    assertThat(figures.at("/attributes/id").asText()).isEqualTo(container.id());
    assertThat(figures.at("/memory/working_set_bytes/value").asLong()).isBetween(1L, 500 * MIB);
    assertThat(figures.at("/cpu/usage_core_nano_seconds/value").asLong()).isGreaterThan(1_000_000);

    JsonNode all =
        cri.call("ListContainerStats", Map.of("filter", Map.of("pod_sandbox_id", pod.id())));
    assertThat(all.path("stats").findValuesAsText("id")).contains(container.id());

    JsonNode whole = cri.call("PodSandboxStats", Map.of("pod_sandbox_id", pod.id())).path("stats");
    assertThat(whole.at("/attributes/id").asText()).isEqualTo(pod.id());
    assertThat(whole.at("/linux/containers").findValuesAsText("id")).contains(container.id());
    assertThat(whole.at("/linux/cpu/usage_core_nano_seconds/value").asLong())
        .isGreaterThan(1_000_000);
  }
}
