package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** BuildKit, which calls the program "runc" of the daemon's PATH: here the runtime under test. */
@AlsoToday
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerBuildKitIT {
  private static final String NAME = "dockerd-buildkit";
  private static final Path FOLDER = Path.of("/run", NAME);
  private static final Path CALLS = FOLDER.resolve("calls");

  private Dockerd dockerd;

  @BeforeAll
  void start() {
    HostFiles.folder(FOLDER);
    HostFiles.folder(FOLDER.resolve("bin"));
    Path runc = FOLDER.resolve("bin/runc");
    HostFiles.write(
        runc, "#!/bin/sh\necho \"$*\" >>" + CALLS + "\nexec " + Machine.runtime() + " \"$@\"\n");
    HostFiles.mode(runc, "755");
    dockerd = Dockerd.own(NAME);
  }

  @AfterAll
  void end() {
    dockerd.close();
  }

  private Outcome build(String tag, String... instructions) {
    return dockerd
        .call("build", "--network", "none", "--progress", "plain", "--tag", tag, "-")
        .env("DOCKER_BUILDKIT", "1")
        .stdin("FROM box:1\n" + String.join("\n", instructions) + "\n")
        .run();
  }

  @Test
  void theStepsOfABuildAreRunAndTheirFilesAreInTheImage() {
    HostFiles.write(CALLS, "");
    Outcome outcome =
        build(
            "built:1",
            "ENV A=b",
            "WORKDIR /made",
            "RUN echo $A >here; id -u; cat /proc/1/comm; cat /proc/mounts | head -1",
            "USER user",
            "RUN id -u >/tmp/who; exit 0");
    outcome.succeeds();
    assertThat(HostFiles.read(CALLS).lines().filter(call -> call.contains(" run --bundle ")))
        .hasSize(2);
    assertThat(
            dockerd
                .docker("run", "--rm", "--network", "none", "built:1", "cat", "here", "/tmp/who")
                .succeeds()
                .stdout())
        .isEqualTo("b\n1000\n");
  }

  @Test
  void aStepThatFailsOrIsNotThereEndsTheBuildWithItsExitCode() {
    assertThat(build("failed:1", "RUN echo before; exit 3").fails().stderr())
        .contains("before", "exit code: 3");
    assertThat(build("failed:2", "RUN [\"nope\"]").fails().stderr())
        .contains("\"nope\"", "executable file not found in $PATH");
    assertThat(dockerd.docker("images", "--quiet", "failed").stdout()).isEmpty();
  }

  @Test
  void inThePlaceOfRuncItIsDockersOwnRuntimeToo() {
    HostFiles.write(CALLS, "");
    Outcome outcome =
        dockerd.run(List.of("--runtime", "runc", "--network", "none"), "echo", "as runc");
    assertThat(outcome.succeeds().stdout()).isEqualTo("as runc\n");
    assertThat(HostFiles.read(CALLS)).contains(" create --bundle ");
  }
}
