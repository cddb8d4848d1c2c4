package io.jrunc.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The class-data archives are really used: by every JDK, and in a copy too. */
class ArchiveIT {
  private static final Path INSTALLATION = Path.of(System.getProperty("jrunc.installation", ""));

  @TempDir Path folder;

  static List<Jdk> jdks() {
    return Jdk.installed();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void allClassesOfACommandComeFromTheArchive(Jdk jdk) throws IOException {
    assertThat(classesFromJars(INSTALLATION, jdk)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aCopyThatKeepsTimesHasTheArchiveToo(Jdk jdk) throws IOException {
    Path copy = folder.resolve("a copy");
    assertThat(run("cp", "-a", INSTALLATION.toString(), copy.toString())).isZero();
    assertThat(classesFromJars(copy, jdk)).isEmpty();
  }

  @Test
  void aCopyWithNewTimesRunsAndGetsItsArchivesBack() throws IOException {
    Path copy = folder.resolve("copy");
    assertThat(run("cp", "-r", INSTALLATION.toString(), copy.toString())).isZero();
    for (Jdk jdk : jdks()) {
      assertThat(classesFromJars(copy, jdk)).isNotEmpty();
    }
    assertThat(run("sh", copy.resolve("lib/make-archives").toString())).isZero();
    for (Jdk jdk : jdks()) {
      assertThat(classesFromJars(copy, jdk)).isEmpty();
    }
  }

  private List<String> classesFromJars(Path installation, Jdk jdk) throws IOException {
    Path log = Files.createTempFile(folder, "classes", null);
    StandIn logging =
        StandIn.of(
                Files.createTempDirectory(folder, "stand-in"),
                """
                #!/bin/sh
                export _JAVA_OPTIONS=-Xlog:class+load:file=%s
                exec %s "$@"
                """
                    .formatted(log, jdk.java()))
            .withVersionOf(jdk);
    String jrunc = installation.resolve("bin/jrunc").toString();
    assertThat(logging.run(folder, Map.of(), jrunc, "--version").code()).isZero();
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" io.jrunc.") && !line.contains("shared objects file"))
        .toList();
  }

  private static int run(String... line) throws IOException {
    return StandIn.Result.of(new ProcessBuilder(line)).code();
  }
}
