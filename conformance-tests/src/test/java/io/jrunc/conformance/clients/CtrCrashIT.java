package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Host;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Ends by SIGKILL of containerd and of its shims, the parents of containers. */
@Clients
class CtrCrashIT {

  @AlsoToday
  @Test
  void whenAShimWasKilledContainerdCleansUpByTheRuntime() {
    Containerd containerd = Containerd.shared();
    String name = containerd.sleeping();
    long pid = containerd.pid(name);
    Path group = Cgroups.groupOf(pid, "memory");
    Path state = Containerd.containers("default").resolve(name);
    assertThat(state).exists();
    Host.kill("KILL", Host.parent(pid).orElseThrow());
    Await.until("no task", () -> containerd.status(name).matches("|UNKNOWN|STOPPED"));
    Await.until("no process", () -> !Host.isRunning(pid));
    Await.until("no state", () -> !state.toFile().exists());
    Await.until("no group", () -> !group.toFile().exists());
    containerd.remove(name);
  }

  @AlsoToday
  @Test
  void whenContainerdWasKilledContainersGoOnAndAreItsOwnAgain() {
    try (Containerd containerd = Containerd.own()) {
      String runs = containerd.sleeping();
      String paused = containerd.sleeping();
      String ends = containerd.sleeping();
      containerd.tasks("pause", paused).run().succeeds();
      long runningPid = containerd.pid(runs);
      long endingPid = containerd.pid(ends);
      containerd.kill();
      assertThat(Host.isRunning(runningPid)).isTrue();
      Host.kill("KILL", endingPid);
      containerd.start();

      assertThat(containerd.status(runs)).isEqualTo("RUNNING");
      assertThat(containerd.pid(runs)).isEqualTo(runningPid);
      containerd.exec("e", runs, "sh", "-c", "exit 6").run().exits(6);
      assertThat(containerd.status(paused)).isEqualTo("PAUSED");
      containerd.tasks("resume", paused).run().succeeds();
      containerd.exec("e", paused, "true").run().succeeds();
      // containerd 2 has deleted its task already
      Await.until("the end", () -> containerd.status(ends).matches("|STOPPED"));
      containerd.remove(ends);
      containerd.remove(runs);
      containerd.remove(paused);
      assertThat(containerd.tasks("ls", "--quiet").run().succeeds().stdout()).isEmpty();
    }
  }
}
