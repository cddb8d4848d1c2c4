package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.cri.Cri;
import io.jrunc.conformance.clients.kit.cri.Pod;
import io.jrunc.conformance.clients.kit.cri.PodContainer;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.SpecRule;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** containerd's CRI with SystemdCgroup, as kubeadm sets up a node: on cgroup v2 below systemd. */
@Conformance
class CriSystemdIT {
  private static final long MIB = 1 << 20;

  @Test
  @Requires({Need.SYSTEMD, Need.CLIENTS})
  @SpecRule("containerd CRI, SystemdCgroup: containers are units cri-containerd-ID.scope")
  void aPodIsAUnitAndSoIsItsContainerWithItsLimits() throws Exception {
    try (Containerd containerd = Containerd.ofSystemd();
        Cri cri = new Cri(containerd.socket())) {
      Pod pod = cri.pod().set("linux/cgroup_parent", "jruncpods.slice").run();
      PodContainer container =
          pod.container("/bin/sleep", "1000")
              .set("linux/resources/memory_limit_in_bytes", 64 * MIB)
              .set("linux/resources/cpu_quota", 50_000)
              .set("linux/resources/cpu_period", 100_000)
              .start();
      String unit = "cri-containerd-" + container.id() + ".scope";
      assertThat(HostFiles.read("/proc/" + container.pid() + "/cgroup"))
          .isEqualTo("0::/jruncpods.slice/" + unit + "\n");
      assertThat(property(unit, "MemoryMax")).isEqualTo(Long.toString(64 * MIB));
      assertThat(property(unit, "CPUQuotaPerSecUSec")).isEqualTo("500ms");
      assertThat(container.exec("/bin/cat", "/sys/fs/cgroup/memory.max").succeeds().stdout())
          .isEqualTo(64 * MIB + "\n");

      Map<String, ?> more = Map.of("memory_limit_in_bytes", 96 * MIB);
      cri.call("UpdateContainerResources", Map.of("container_id", container.id(), "linux", more));
      assertThat(property(unit, "MemoryMax")).isEqualTo(Long.toString(96 * MIB));
      assertThat(
              cri.call("ContainerStats", Map.of("container_id", container.id()))
                  .at("/stats/memory/working_set_bytes/value")
                  .asLong())
          .isPositive();

      container.stop(0);
      assertThat(container.exitCode()).isEqualTo(137);
      pod.stop();
      pod.remove();
      Await.until("the end of the unit", () -> property(unit, "LoadState").equals("not-found"));
    }
  }

  private static String property(String unit, String name) {
    return Call.of("systemctl", "show", "--value", "--property", name, unit)
        .run()
        .succeeds()
        .stdout()
        .strip();
  }
}
