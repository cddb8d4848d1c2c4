package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Load;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A hundred containers of one containerd, which is killed while they run. */
@Clients
class CtrLoadIT {
  private static final int CONTAINERS = 100;
  private static final int AT_ONCE = 10;

  @Test
  void ofAHundredContainersTenAtATimeNoneIsLostAndNothingIsLeft() {
    try (Containerd containerd = Containerd.own()) {
      Load load = new Load(containerd, Machine.runtime(), CONTAINERS, AT_ONCE);
      assertThat(load.start()).isEmpty();
      Map<String, Long> before = containerd.running();
      assertThat(before).containsOnlyKeys(load.names());

      containerd.kill();
      containerd.start();
      assertThat(containerd.running()).isEqualTo(before);
      assertThat(load.exec()).isEmpty();
      assertThat(containerd.running()).isEqualTo(before);

      Set<Long> shims = new TreeSet<>();
      before.values().forEach(pid -> shims.add(Host.parent(pid).orElseThrow()));
      assertThat(load.remove()).isEmpty();
      assertThat(containerd.tasks("ls", "--quiet").run().succeeds().stdout()).isEmpty();
      assertThat(containerd.ctr("containers", "ls", "--quiet").run().succeeds().stdout()).isEmpty();
      Await.until("no process", () -> before.values().stream().noneMatch(Host::isRunning));
      Await.until("no shim", () -> shims.stream().noneMatch(Host::isRunning));
      assertNothingIsLeft(load.names(), containerd.state());
    }
  }

  private static void assertNothingIsLeft(List<String> names, Path state) {
    assertThat(HostFiles.names(Containerd.containers("default")))
        .doesNotContainAnyElementsOf(names);
    assertThat(HostFiles.names(state.resolve("io.containerd.runtime.v2.task/default"))).isEmpty();
    assertThat(Host.mounts()).noneMatch(mount -> mount.path().startsWith(state + "/io"));
    assertThat(Cgroups.groupsNamed("c"))
        .noneMatch(group -> names.contains(group.getFileName().toString()));
  }
}
