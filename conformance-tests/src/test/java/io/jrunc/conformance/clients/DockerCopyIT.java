package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files into containers and out of them, and images made of containers. */
@Clients
class DockerCopyIT {
  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);
  private final Path folder = DockerShell.newFolder();

  @Test
  void filesAreCopiedIntoAContainerAndOutOfItWhetherItRunsOrNot() {
    HostFiles.write(folder.resolve("in/sub/f"), "text\n");
    HostFiles.mode(folder.resolve("in/sub/f"), "0750");
    HostFiles.symlink(folder.resolve("in/l"), "sub/f");
    String container = dockerd.start(List.of(), "sleep", "1000");
    try {
      dockerd.docker("cp", folder.resolve("in").toString(), container + ":/in").succeeds();
      assertThat(
              shell.exec(
                  container, "cat /in/l; stat -c %a /in/sub/f; readlink /in/l; echo new >/new"))
          .isEqualTo("text\n750\nsub/f\n");
      assertThat(copied(container, "/new")).isEqualTo("new\n");
      dockerd.docker("pause", container).succeeds();
      assertThat(copied(container, "/in/sub/f")).isEqualTo("text\n");
      dockerd.docker("unpause", container).succeeds();
      dockerd.docker("stop", "--time", "0", container).succeeds();
      assertThat(copied(container, "/etc/group")).contains("more:x:2000:user\n");
      dockerd.docker("cp", folder.resolve("in/sub/f").toString(), container + ":/late").succeeds();
      dockerd.docker("start", container).succeeds();
      assertThat(shell.exec(container, "cat /late")).isEqualTo("text\n");
    } finally {
      dockerd.remove(container);
    }
  }

  @Test
  void aVolumeTakesCopiesWhereAReadOnlyRootDoesNot() {
    Path file = HostFiles.write(folder.resolve("f"), "text\n");
    String container = dockerd.start(List.of("--read-only", "-v", "/v"), "sleep", "1000");
    try {
      dockerd.docker("cp", file.toString(), container + ":/x").failsSaying("read-only");
      dockerd.docker("cp", file.toString(), container + ":/v/x").succeeds();
      assertThat(shell.exec(container, "cat /v/x")).isEqualTo("text\n");
    } finally {
      dockerd.remove(container);
    }
  }

  @Test
  void whatAContainerChangedIsToldAndBecomesAnImage() {
    String container = dockerd.start(List.of(), "sleep", "1000");
    try {
      shell.exec(container, "rm /etc/group; echo more >>/etc/passwd; echo made >/home/made");
      assertThat(dockerd.docker("diff", container).succeeds().stdout().lines())
          .containsExactlyInAnyOrder(
              "C /etc", "D /etc/group", "C /etc/passwd", "C /home", "A /home/made");
      dockerd.docker("commit", "--change", "CMD cat /home/made", container, "committed").succeeds();
      assertThat(dockerd.docker("run", "--rm", "committed").succeeds().stdout())
          .isEqualTo("made\n");
      Path archive = folder.resolve("exported.tar");
      dockerd.docker("export", "--output", archive.toString(), container).succeeds();
      assertThat(Call.of("tar", "-tf", archive.toString()).run().succeeds().stdout().lines())
          .contains("home/made")
          .doesNotContain("etc/group");
      dockerd
          .docker(
              "import",
              "--change",
              "CMD [\"/bin/cat\", \"/home/made\"]",
              archive.toString(),
              "imported")
          .succeeds();
      assertThat(dockerd.docker("run", "--rm", "imported").succeeds().stdout()).isEqualTo("made\n");
    } finally {
      dockerd.remove(container);
      dockerd.docker("rmi", "committed", "imported");
    }
  }

  private String copied(String container, String file) {
    Path to = folder.resolve("copied");
    HostFiles.delete(to);
    dockerd.docker("cp", container + ":" + file, to.toString()).succeeds();
    return HostFiles.read(to);
  }
}
