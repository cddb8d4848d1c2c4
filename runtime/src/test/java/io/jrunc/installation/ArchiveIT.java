package io.jrunc.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The class-data archives are really used, by every JDK and in a copy too; but only good ones. */
class ArchiveIT {
  private static final Path INSTALLATION = Path.of(System.getProperty("jrunc.installation", ""));

  private static final String BUNDLE = System.getProperty("jrunc.bundles", "") + "/hello";

  @TempDir Path folder;

  static List<Jdk> jdks() {
    return Jdk.installed();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void allClassesOfACommandComeFromTheArchive(Jdk jdk) throws IOException {
    assertThat(classesFromJars(INSTALLATION, jdk)).isEmpty();
    assertThat(classesFromJars(INSTALLATION, jdk, "plan", "--bundle", BUNDLE)).isEmpty();
    assertThat(classesFromJars(INSTALLATION, jdk, "--root", folder.toString(), "list")).isEmpty();
  }

  /** Each has a share of the commands; a JVM would refuse a bad one without a word. */
  @ParameterizedTest
  @MethodSource("jdks")
  void everyArchiveOfAJdkIsMapped(Jdk jdk) throws IOException {
    String root = folder.resolve("none").toString();
    for (String command : List.of("run", "create", "exec", "state", "kill", "delete", "update")) {
      assertThat(classesFromJars(INSTALLATION, jdk, "--root", root, command, "none"))
          .as(command)
          .noneMatch(line -> line.contains(" io.jrunc.cli.Main "));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aCopyThatKeepsTimesHasTheArchiveToo(Jdk jdk) throws IOException {
    assertThat(classesFromJars(copy("a copy"), jdk)).isEmpty();
  }

  /** Who could write there could have root run what he likes. */
  @ParameterizedTest
  @MethodSource("jdks")
  void anArchiveThatOthersCanWriteIsNotUsed(Jdk jdk) throws IOException {
    Path copy = copy("copy");
    Path archives = copy.resolve("lib/archive");
    for (String mode : List.of("777", "775", "757")) {
      assertThat(run("chmod", mode, archives.toString())).isZero();
      assertThat(classesFromJars(copy, jdk)).as(mode).isNotEmpty();
    }
    assertThat(run("chmod", "755", archives.toString())).isZero();
    assertThat(classesFromJars(copy, jdk)).isEmpty();
    assertThat(run("chmod", "-R", "g+w", archives.toString())).isZero();
    assertThat(run("chmod", "755", archives.toString())).isZero();
    assertThat(classesFromJars(copy, jdk)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anotherJarThanTheArchivesIsRunFromItself(Jdk jdk) throws IOException {
    Path copy = copy("copy");
    Path jar = copy.resolve("lib/jrunc.jar");
    assertThat(run("touch", jar.toString())).isZero();
    assertThat(classesFromJars(copy, jdk)).isNotEmpty();
    assertThat(run("sh", "-c", "printf x >>\"$0\" && touch -d @0 \"$0\"", jar.toString())).isZero();
    assertThat(classesFromJars(copy, jdk)).as("of the same time").isNotEmpty();
  }

  /** As after an update: the folder has the same name, and its release file says what it is. */
  @ParameterizedTest
  @MethodSource("jdks")
  void aJdkOfAnotherVersionThanTheArchivesRunsWithoutOne(Jdk jdk) throws IOException {
    StandIn updated = logging(jdk).withVersion(jdk.version() + ".9");
    assertThat(classesFromJars(INSTALLATION, updated, "--version")).isNotEmpty();
  }

  @Test
  void aCopyWithNewTimesRunsAndGetsItsArchivesBack() throws IOException {
    Path copy = folder.resolve("a copy, with blanks");
    assertThat(run("cp", "-r", INSTALLATION.toString(), copy.toString())).isZero();
    for (Jdk jdk : jdks()) {
      assertThat(classesFromJars(copy, jdk)).isNotEmpty();
    }
    assertThat(run(copy.resolve("lib/make-archives").toString())).isZero();
    for (Jdk jdk : jdks()) {
      assertThat(classesFromJars(copy, jdk)).isEmpty();
    }
  }

  private Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    assertThat(run("cp", "-a", INSTALLATION.toString(), copy.toString())).isZero();
    return copy;
  }

  private List<String> classesFromJars(Path installation, Jdk jdk) throws IOException {
    return classesFromJars(installation, jdk, "--version");
  }

  private List<String> classesFromJars(Path installation, Jdk jdk, String... words)
      throws IOException {
    return classesFromJars(installation, logging(jdk).withVersionOf(jdk), words);
  }

  /** Those of our own that the JVM did not find in an archive. */
  private List<String> classesFromJars(Path installation, StandIn logging, String... words)
      throws IOException {
    Files.deleteIfExists(log());
    List<String> line = new ArrayList<>(List.of(installation.resolve("bin/jrunc").toString()));
    line.addAll(List.of(words));
    Map<String, String> cold = Map.of("JRUNC_ENGINE", "none");
    StandIn.Result result = logging.run(folder, cold, line.toArray(new String[0]));
    if (!List.of(words).contains("none")) {
      assertThat(result.code()).isZero();
    }
    List<String> own = new ArrayList<>();
    for (String loaded : Files.readAllLines(log())) {
      if (loaded.contains(" io.jrunc.")) {
        own.add(loaded);
      }
    }
    assertThat(own).as(result.error()).isNotEmpty();
    own.removeIf(loaded -> loaded.contains("shared objects file"));
    return own;
  }

  private Path log() {
    return folder.resolve("classes");
  }

  private StandIn logging(Jdk jdk) throws IOException {
    return StandIn.of(
        Files.createTempDirectory(folder, "stand-in"),
        """
        #!/bin/sh
        export _JAVA_OPTIONS=-Xlog:class+load:file=%s
        exec %s "$@"
        """
            .formatted(log(), jdk.java()));
  }

  private static int run(String... line) throws IOException {
    return StandIn.Result.of(new ProcessBuilder(line)).code();
  }
}
