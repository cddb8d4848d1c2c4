package io.jrunc.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of docs/library.md does what the page says, as it stands there, with the jars that
 * the page says are enough. Needs root and busybox.
 */
class LibraryPageIT {
  private static final Path PAGE =
      Path.of(System.getProperty("jrunc.bundles", ""), "..", "docs", "library.md");
  private static final Path JARS = Path.of(System.getProperty("jrunc.installation", ""), "lib");
  private static final Pattern NEEDED =
      Pattern.compile("(jrunc|spec-model-.*|jna-.*|jackson-core-.*)\\.jar");
  private static final Pattern PROGRAM =
      Pattern.compile("The file `(\\w+\\.java)`:\n\n```java\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern SESSION =
      Pattern.compile("```console\n.*?\n\\$ java [^\n]*\n(.*?)```\n", Pattern.DOTALL);

  /** With a /run of its own, where root's containers are kept. */
  private static final List<String> OWN_RUN =
      List.of(
          "unshare",
          "--mount",
          "--propagation",
          "private",
          "sh",
          "-c",
          "mount -t tmpfs none /run && exec \"$@\"",
          "sh");

  /** No account has it, and no other test. */
  private static final long USER = 49_000 + ProcessHandle.current().pid() % 1000;

  @TempDir Path folder;
  private Path program;
  private Path rootfs;
  private String printed;

  @BeforeEach
  void writeTheProgram() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    String page = Files.readString(PAGE);
    Matcher found = PROGRAM.matcher(page);
    assertThat(found.find()).as("a program in " + PAGE).isTrue();
    program = Files.writeString(folder.resolve(found.group(1)), found.group(2));
    Matcher session = SESSION.matcher(page);
    assertThat(session.find()).as("what it prints in " + PAGE).isTrue();
    printed = session.group(1);
    rootfs = BusyboxRootfs.make(folder.resolve("rootfs"));
    Path library = Files.createDirectory(folder.resolve("lib"));
    try (Stream<Path> jars = Files.list(JARS)) {
      for (Path jar : jars.toList()) {
        if (NEEDED.matcher(jar.getFileName().toString()).matches()) {
          Files.copy(jar, library.resolve(jar.getFileName()));
        }
      }
    }
  }

  @Test
  void theProgramOfThePageRuns() throws Exception {
    assertThat(run(OWN_RUN, folder.resolve("run"), "-cp", folder + "/lib/*")).isEqualTo(printed);
  }

  @Test
  void itRunsForAnOrdinaryUserToo() throws Exception {
    Path own = Files.createDirectory(folder.resolve("run"));
    Files.setAttribute(own, "unix:uid", (int) USER);
    List<String> asUser =
        List.of("setpriv", "--reuid", "" + USER, "--regid", "" + USER, "--clear-groups", "--");
    assertThat(run(asUser, own, "-Duser.home=" + own, "-cp", folder + "/lib/*")).isEqualTo(printed);
  }

  @Test
  void itRunsOnTheModulePath() throws Exception {
    assertThat(
            run(
                OWN_RUN,
                folder.resolve("run"),
                "--module-path",
                folder.resolve("lib").toString(),
                "--add-modules",
                "io.jrunc.runtime,com.fasterxml.jackson.core"))
        .isEqualTo(printed);
  }

  /** With an environment that tells of no other state root, and as systemd starts a service. */
  private String run(List<String> before, Path runtimeFolder, String... options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(options));
    line.addAll(List.of(program.toString(), rootfs.toString()));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                "NOTIFY_SOCKET", folder.resolve("nobody-listens").toString(),
                "XDG_RUNTIME_DIR", runtimeFolder.toString()));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
