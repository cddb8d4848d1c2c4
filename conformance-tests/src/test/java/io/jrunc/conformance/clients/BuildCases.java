package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.clients.kit.Podman;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Images built by Buildah and by Podman, whose steps run in containers of the runtime. */
abstract class BuildCases {

  abstract Podman podman();

  @AlsoToday
  @Test
  void stepsOfAnImageRunInContainersOfTheRuntime() {
    String image = "localhost/" + Machine.newName();
    buildah(
            "build",
            "--network",
            "none",
            "--runtime",
            runtime(),
            "--tag",
            image,
            recipe("/bin/true"))
        .run()
        .succeeds();
    assertThat(podman().print("run", "--rm", "--network", "none", image)).isEqualTo("1000 built");
    podman().run("rmi", image).succeeds();
  }

  @AlsoToday
  @Test
  void podmanBuildsAnImage() {
    String image = "localhost/" + Machine.newName();
    podman()
        .run(
            "build",
            "--isolation",
            "oci",
            "--network",
            "none",
            "--layers=false",
            "--tag",
            image,
            recipe("/bin/true"))
        .succeeds();
    assertThat(podman().print("run", "--rm", "--network", "none", image)).isEqualTo("1000 built");
    podman().run("rmi", image).succeeds();
  }

  @Test
  void aStepThatFailsEndsTheBuildWithTheRuntimesWords() {
    buildah("build", "--network", "none", "--runtime", runtime(), recipe("exit 9")).run().exits(9);
    Outcome missing =
        buildah("build", "--network", "none", "--runtime", runtime(), recipe("[\"/nope\"]")).run();
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.stderr()).contains("/nope").contains("no such file or directory");
  }

  @AlsoToday
  @Test
  void commandsRunInAWorkingContainer() {
    String name = Machine.newName();
    buildah("from", "--name", name, "box:1").run().succeeds();
    assertThat(running(name, "sh", "-c", "echo made > /f; id -u").run().succeeds().stdout())
        .isEqualTo("0\n");
    assertThat(running(name, "cat", "/f").run().succeeds().stdout()).isEqualTo("made\n");
    running(name, "sh", "-c", "exit 9").run().exits(9);
    running(name, "/nope").run().failsSaying("/nope", "no such file or directory");
    Call onTerminal =
        buildah("run", "--tty", "--network", "none", "--runtime", runtime(), name, "--", "tty");
    assertThat(onTerminal.onTerminal().run().succeeds().stdout()).contains("/dev/pts/0");
    buildah("rm", name).run().succeeds();
  }

  private Call running(String name, String... command) {
    String[] words = new String[command.length + 7];
    String[] first = {"run", "--network", "none", "--runtime", runtime(), name, "--"};
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(command, 0, words, first.length, command.length);
    return buildah(words);
  }

  private Call buildah(String... words) {
    return podman().buildah(words);
  }

  private static String runtime() {
    return Machine.runtime().toString();
  }

  /** A folder with a Dockerfile, the second of whose steps is the given one. */
  private static String recipe(String step) {
    Path folder = HostFiles.folder(Path.of("/tmp", Machine.newName()));
    HostFiles.write(
        folder.resolve("Dockerfile"),
        """
        FROM box:1
        RUN echo built > /f && chmod 644 /f
        RUN %s
        USER 1000
        CMD echo $(id -u) $(cat /f)
        """
            .formatted(step));
    return folder.toString();
  }
}
