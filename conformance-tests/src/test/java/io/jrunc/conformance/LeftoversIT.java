package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Leftovers;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** That the checks for leftovers find what a bad runtime would leave. */
@Conformance
@Isolated("leaves things on the machine for a moment")
class LeftoversIT {

  @Test
  void aStrayProcessIsFound(Sandbox sandbox, Session session) {
    RunningCommand stray = sandbox.program("sleep", "1000").start();
    try {
      Await.until("its program", () -> Host.read(stray.pid(), "cmdline").startsWith("sleep"));
      assertThat(Leftovers.of(session)).contains("process: " + stray.pid() + " sleep 1000 ");
    } finally {
      stray.signal("KILL");
      stray.await();
    }
  }

  @Test
  void aStateFolderAndACgroupAreFound(Sandbox sandbox, Session session) {
    String id = sandbox.newId();
    Path group = Cgroups.hierarchy("pids").orElseThrow().resolve(id);
    HostFiles.folder(group);
    HostFiles.folder(sandbox.stateFolder(id));
    try {
      assertThat(Leftovers.of(session))
          .contains("state: " + sandbox.stateFolder(id), "cgroup: " + group);
    } finally {
      Cgroups.remove(group);
      HostFiles.deleteTree(sandbox.stateFolder(id));
    }
  }

  @Test
  void leasesOfAddressesAreFound(Sandbox sandbox, Session session) {
    Path networks = sandbox.stateFolder("=networks");
    String id = sandbox.newId();
    HostFiles.write(networks.resolve("1").resolve(id), "left\n");
    try {
      assertThat(Leftovers.of(session)).contains("leases: " + networks + "/1: [" + id + "]");
    } finally {
      HostFiles.deleteTree(networks.resolve("1"));
    }
  }
}
