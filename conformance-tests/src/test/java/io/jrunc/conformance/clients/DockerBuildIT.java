package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The daemon's older builder: each step is a container of its own, by the default runtime. */
@Clients
class DockerBuildIT {
  private final Dockerd dockerd = Dockerd.shared();
  private final Path folder = DockerShell.newFolder();

  @Test
  void anImageIsBuiltInStagesByAnyUser() {
    HostFiles.write(folder.resolve("file"), "content\n");
    build(
            """
            FROM box:1 AS first
            ENV X=y
            WORKDIR /w
            RUN ["sh", "-c", "echo $X >x; pwd >>x"]
            FROM box:1
            COPY --from=first /w/x /from/
            COPY file /from/
            ARG WHO=nobody
            USER 1000:2000
            RUN { id -u; id -g; echo $WHO; grep CapEff /proc/self/status; } >/tmp/z
            CMD cat /from/* /tmp/z
            """,
            "--tag=built",
            "--build-arg=WHO=me")
        .succeeds();
    try {
      assertThat(dockerd.docker("run", "--rm", "built").succeeds().stdout())
          .isEqualTo("content\ny\n/w\n1000\n2000\nme\nCapEff:\t0000000000000000\n");
    } finally {
      dockerd.docker("rmi", "built").succeeds();
    }
  }

  @Test
  void aStepThatFailsIsToldWithItsExitCode() {
    build("FROM box:1\nRUN exit 7\n").exits(7).failsSaying("returned a non-zero code: 7");
    build("FROM box:1\nRUN [\"nosuch\"]\n").failsSaying("\"nosuch\": executable file not found");
  }

  @Test
  void aStepHasTheNetworkAndTheLimitsOfTheBuild() {
    assertThat(
            build(
                    "FROM box:1\nRUN ls /sys/class/net; cat /sys/fs/cgroup/memory/memory.limit*\n",
                    "--network=none",
                    "--memory=64m")
                .succeeds()
                .stdout())
        .contains("\nlo\n67108864\n")
        .doesNotContain("eth0");
  }

  private Outcome build(String file, String... options) {
    HostFiles.write(folder.resolve("Dockerfile"), file);
    List<String> line = new ArrayList<>(List.of("build", "--force-rm"));
    line.addAll(List.of(options));
    line.add(folder.toString());
    return dockerd.call(line.toArray(String[]::new)).env("DOCKER_BUILDKIT", "0").run();
  }
}
