package io.jrunc.conformance.clients.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scripts in containers of a {@link Dockerd}, which must print no error. */
public record DockerShell(Dockerd dockerd) {

  /** What a script prints in a container of its own, which has these options. */
  public String run(List<String> options, String script) {
    return output(dockerd.run(options, "sh", "-c", script + "\nexit 0"));
  }

  /** What a script prints in a container that runs. */
  public String exec(String container, String script) {
    return output(dockerd.docker("exec", container, "sh", "-c", script + "\nexit 0"));
  }

  /** A folder of the machine that everybody can read, of no other test. */
  public static Path newFolder() {
    try {
      return HostFiles.mode(Files.createTempDirectory("docker"), "0755");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(Outcome outcome) {
    assertThat(outcome.succeeds().stderr()).as(outcome::toString).isEmpty();
    return outcome.stdout();
  }
}
