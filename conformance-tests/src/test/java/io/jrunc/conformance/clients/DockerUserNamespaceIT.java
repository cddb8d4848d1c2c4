package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A daemon with {@code --userns-remap}: root in a container is a subordinate id outside. */
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerUserNamespaceIT {
  private static final String FIRST = "100000"; // of "someone" in /etc/subuid

  private Dockerd dockerd;
  private DockerShell shell;

  @BeforeAll
  void startDaemon() {
    dockerd = Dockerd.own("remapped", "--userns-remap=someone");
    shell = new DockerShell(dockerd);
  }

  @AfterAll
  void endDaemon() {
    dockerd.close();
  }

  @Test
  void rootIsASubordinateIdOutside() throws IOException {
    Path theMachines = HostFiles.write(DockerShell.newFolder().resolve("f"), "text\n");
    String container =
        dockerd.start(
            List.of("-v", "data:/v", "-v", theMachines + ":/f", "--tmpfs=/t:uid=5", "-m", "50m"),
            "sleep",
            "1000");
    try {
      assertThat(
              shell.exec(
                  container,
                  "id -u; cat /proc/self/uid_map; echo hi >/v/f; chown 1000:1000 /v/f;"
                      + " stat -c '%u %g' /f /v /t; chown 7 /f 2>/dev/null || echo refused"))
          .matches("0\n +0 +100000 +65536\n65534 65534\n0 0\n5 0\nrefused\n");
      long pid = Long.parseLong(dockerd.inspect(container, ".State.Pid"));
      assertThat(Host.status(pid).get("Uid")).startsWith(FIRST + "\t" + FIRST);
      Path data =
          Path.of(
              dockerd
                  .docker("volume", "inspect", "-f", "{{.Mountpoint}}", "data")
                  .stdout()
                  .strip());
      assertThat(Files.getAttribute(data.resolve("f"), "unix:uid")).isEqualTo(101000);
      assertThat(dockerd.docker("exec", "-u", "1000", container, "id", "-u").succeeds().stdout())
          .isEqualTo("1000\n");
      dockerd.docker("restart", "--time", "0", container).succeeds();
      dockerd.docker("pause", container).succeeds();
      dockerd.docker("unpause", container).succeeds();
      assertThat(shell.exec(container, "cat /v/f")).isEqualTo("hi\n");
    } finally {
      dockerd.remove(container);
      dockerd.docker("volume", "rm", "data").succeeds();
    }
  }

  @Test
  void rootMayDoInItsNamespacesWhatItHasTheCapabilitiesFor() {
    assertThat(
            shell.run(
                List.of("--cap-add=SYS_ADMIN", "--network=none", "--sysctl=kernel.msgmax=4096"),
                "mount -t tmpfs x /tmp && echo mounted; hostname x; hostname;"
                    + " cat /proc/sys/kernel/msgmax; mkdir /sys/fs/cgroup/memory/x 2>/dev/null"
                    + " || echo no group; ls -d /dev/null /dev/pts/ptmx; echo x >/dev/null"))
        .isEqualTo("mounted\nx\n4096\nno group\n/dev/null\n/dev/pts/ptmx\n");
  }

  @Test
  void devicesAUserAndATerminalAreThereToo() {
    String container =
        dockerd.start(
            List.of("-t", "--device=/dev/fuse", "--user=1000", "--group-add=2000", "--init"),
            "sleep",
            "1000");
    try {
      assertThat(
              shell.exec(
                  container, "id -u; : <>/dev/fuse && echo opened; stat -c %t:%T /dev/console"))
          .isEqualTo("1000\nopened\n88:0\n");
    } finally {
      dockerd.remove(container);
    }
  }

  @Test
  void aUserWhoHasNoIdOutsideIsRefused() {
    dockerd.run(List.of("--user=70000"), "true").exits(125).failsSaying("user namespace");
  }

  @Test
  void aContainerMayBeLeftInTheUserNamespaceOfTheMachine() {
    assertThat(shell.run(List.of("--userns=host"), "cat /proc/self/uid_map"))
        .isEqualTo("         0          0 4294967295\n");
  }
}
