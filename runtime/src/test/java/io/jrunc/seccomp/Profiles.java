package io.jrunc.seccomp;

import io.jrunc.spec.json.SpecReader;
import io.jrunc.spec.linux.Seccomp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Profiles for tests. */
final class Profiles {
  private static final Path DOCKER =
      Path.of("src/test/resources/io/jrunc/program/docker-default.config.json");

  private Profiles() {}

  /** A profile in JSON, with ' for ". */
  static Seccomp profile(String members) {
    return read(
        ("{'ociVersion':'1.3.0','root':{'path':'rootfs'},'linux':{'seccomp':{" + members + "}}}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8));
  }

  /** What Docker gives every container that asks for nothing else. */
  static Seccomp docker() {
    try {
      return read(Files.readAllBytes(DOCKER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Seccomp read(byte[] config) {
    return Objects.requireNonNull(SpecReader.read(config).linux().seccomp());
  }
}
