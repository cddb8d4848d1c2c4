package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Freezer;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Containers on cgroup v2 that move their processes into a group below and hand controllers down to
 * it, as those with a Docker or a systemd inside do: then nobody can be in the container's own.
 */
@Conformance
@Requires({Need.CGROUP_V2, Need.PIDS_CONTROLLER})
class InnerGroupIT {

  @Test
  void execGoesWhereInitIs(Sandbox sandbox) {
    Container container = moved(sandbox);
    Path pidFile = sandbox.newPath("pid");
    container
        .executing(List.of("--detach", "--pid-file", pidFile.toString()), "sleep", "1001")
        .execute()
        .succeeds();
    long program = Long.parseLong(HostFiles.read(pidFile));
    assertThat(Host.read(program, "cgroup")).isEqualTo(Host.read(container.pid(), "cgroup"));
    assertThat(Host.read(program, "cgroup")).endsWith("/inner\n");
  }

  @Test
  void allProcessesAreFoundPausedAndKilled(Sandbox sandbox) {
    Container container = moved(sandbox);
    assertThat(PsIT.pids(container)).containsExactly(container.pid());
    container.command("pause").execute().succeeds();
    assertThat(container.status()).isEqualTo("paused");
    assertThat(Freezer.of(container.pid()).isFrozen()).isTrue();
    container.command("resume").execute().succeeds();
    assertThat(container.status()).isEqualTo("running");
    sandbox.runtime().command("kill", "--all", container.id(), "9").execute().succeeds();
    container.awaitStatus("stopped").delete().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aContainerThatDoesSoItselfIsDeletedWithAllItsGroups(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config
                    .namespace("cgroup")
                    .mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev")
                    .sh(
                        "cd /sys/fs/cgroup && mkdir -p inner a/b/c/d && echo 1 > inner/cgroup.procs"
                            + " && echo +pids > cgroup.subtree_control && echo moved;"
                            + " exec sleep 1000"));
    container.launch().awaitWritten("moved");
    assertThat(container.execSh(List.of(), "cat /proc/self/cgroup")).isEqualTo("0::/inner\n");
    container.delete("--force").succeeds();
    assertThat(container.traces()).isEmpty();
  }

  private static Container moved(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Path group = Cgroups.groupOf(container.pid(), "pids");
    new Freezer(group).below("inner").take(container.pid());
    HostFiles.write(group.resolve("cgroup.subtree_control"), "+pids");
    return container;
  }
}
