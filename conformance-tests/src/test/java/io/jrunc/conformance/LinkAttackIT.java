package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images with a symbolic link where a runtime makes or mounts something. */
@Conformance
class LinkAttackIT {

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"proc, /fake", "proc, fake", "sys, /fake", "sys, ../../fake"})
  @Cve({"CVE-2023-28642", "CVE-2023-27561", "CVE-2025-54867"})
  void aLinkInPlaceOfProcOrSysIsRefused(String name, String target, Sandbox sandbox) {
    Container container = sandbox.container();
    Path rootfs = container.bundle().rootfs();
    HostFiles.folder(rootfs.resolve("fake"));
    replace(rootfs.resolve(name), target);
    container.createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"proc", "sys"})
  @Cve("CVE-2025-54867")
  void aLinkOutOfTheRootInPlaceOfProcOrSysGivesNothingOfTheHost(String name, Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    HostFiles.write(outside.resolve("secret"), "");
    Container container = sandbox.container(c -> c.sh("ls /" + name));
    replace(container.bundle().rootfs().resolve(name), outside.toString());
    assertThat(container.run().stdout()).doesNotContain("secret");
    assertThat(HostFiles.names(outside)).containsExactly("secret");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/vol", "vol", "../../vol"})
  @Cve({"CVE-2026-41579", "CVE-2026-47766"})
  void aDevThatIsALinkIntoAVolumeChangesNothingThere(String target, Sandbox sandbox) {
    Path volume = sandbox.newFolder();
    HostFiles.write(volume.resolve("ptmx"), "kept");
    Container container =
        sandbox.container(
            c -> c.withoutMount("/dev/pts").withoutMount("/dev").bind("/vol", volume, "rbind"));
    replace(container.bundle().rootfs().resolve("dev"), target);
    container.run();
    assertThat(HostFiles.names(volume)).containsExactly("ptmx");
    assertThat(HostFiles.read(volume.resolve("ptmx"))).isEqualTo("kept");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"absolute/made", "upwards/made", "dangling"})
  @Cve("CVE-2019-18837")
  void aFileThatIsMountedThroughALinkIsNotMadeOutside(String target, Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Path source = HostFiles.write(sandbox.newPath("file"), "");
    Container container = sandbox.container(c -> c.bind("/" + target, source, "bind"));
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("absolute"), outside.toString());
    HostFiles.symlink(rootfs.resolve("upwards"), "../../../../../.." + outside);
    HostFiles.symlink(rootfs.resolve("dangling"), outside.resolve("made").toString());
    container.run();
    assertThat(HostFiles.names(outside)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/absolute/made", "/upwards/made", "/dangling"})
  @Cve("CVE-2019-18837")
  void aDeviceThroughALinkIsNotMadeOutside(String path, Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Map<String, Object> device = Map.of("path", path, "type", "c", "major", 1, "minor", 3);
    Container container = sandbox.container(c -> c.add("/linux/devices", device));
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("absolute"), outside.toString());
    HostFiles.symlink(rootfs.resolve("upwards"), "../../../../../.." + outside);
    HostFiles.symlink(rootfs.resolve("dangling"), outside.resolve("made").toString());
    container.run();
    assertThat(HostFiles.names(outside)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/made", "/made/deep"})
  @Cve({"CVE-2019-18837", "CVE-2024-45310"})
  void aWorkingDirectoryThroughALinkIsNotMadeOutside(String below, Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Container container = sandbox.container(c -> c.set("/process/cwd", "/link" + below));
    HostFiles.symlink(container.bundle().rootfs().resolve("link"), outside.toString());
    container.run();
    assertThat(HostFiles.names(outside)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  // not busybox, which all bundles share: a runtime may write to what it takes for the null device
  @ValueSource(strings = {"/etc/other", "/proc/self/environ"})
  @Cve({"CVE-2025-31133", "CVE-2025-62161", "CVE-2026-88265"})
  void aNullDeviceThatIsALinkShowsNothingInPlaceOfAMaskedFile(String target, Sandbox sandbox) {
    Container container =
        sandbox.container(
            c ->
                c.sh("wc -c < /etc/secret")
                    .withoutMount("/dev/pts")
                    .withoutMount("/dev")
                    .set("/linux/maskedPaths", List.of("/etc/secret")));
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("etc/secret"), "secret");
    HostFiles.write(rootfs.resolve("etc/other"), "other");
    HostFiles.symlink(rootfs.resolve("dev/null"), target);
    Outcome outcome = container.run();
    assertThat(outcome.stdout()).isIn("", "0\n");
  }

  @Test
  @Cve({"CVE-2025-31133", "CVE-2026-88265"})
  void aNullDeviceThatIsAFileShowsNothingInPlaceOfAMaskedFile(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c ->
                c.sh("wc -c < /etc/secret")
                    .withoutMount("/dev/pts")
                    .withoutMount("/dev")
                    .set("/linux/maskedPaths", List.of("/etc/secret")));
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("etc/secret"), "secret");
    HostFiles.write(rootfs.resolve("dev/null"), "other");
    assertThat(container.run().stdout()).isIn("", "0\n");
  }

  @Test
  @Cve({"CVE-2025-52565", "CVE-2026-88264"})
  void aConsoleThatIsALinkMakesNothingOutside(Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Container container = withTerminal(sandbox, "true");
    HostFiles.symlink(
        container.bundle().rootfs().resolve("dev/console"), outside.resolve("made").toString());
    create(sandbox, container);
    assertThat(HostFiles.names(outside)).isEmpty();
  }

  @Test
  @Cve({"CVE-2025-52565", "CVE-2026-88264"})
  void aConsoleThatIsALinkIsNeverMountedWhereItLeads(Sandbox sandbox) {
    Container container = withTerminal(sandbox, "[ -c /etc/target ] && touch /etc/covered");
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("etc/target"), "kept");
    HostFiles.symlink(rootfs.resolve("dev/console"), "/etc/target");
    create(sandbox, container);
    assertThat(rootfs.resolve("etc/covered")).doesNotExist();
    assertThat(HostFiles.read(rootfs.resolve("etc/target"))).isEqualTo("kept");
  }

  @Test
  @Cve("CVE-2025-52565")
  void aPtmxThatIsAnotherFileIsRefused(Sandbox sandbox) {
    Container container = sandbox.container(c -> terminal(c, "true"));
    Path rootfs = container.bundle().rootfs();
    Path target = HostFiles.write(rootfs.resolve("etc/target"), "kept");
    HostFiles.symlink(rootfs.resolve("dev/pts/ptmx"), "/etc/target");
    HostFiles.symlink(rootfs.resolve("dev/ptmx"), "/etc/target");
    assertThat(create(sandbox, container).exitCode()).isNotZero();
    assertThat(HostFiles.read(target)).isEqualTo("kept");
  }

  /** The /dev of the image is used as it is. */
  private static Config terminal(Config config, String script) {
    return config
        .sh(script)
        .set("/process/terminal", true)
        .withoutMount("/dev/pts")
        .withoutMount("/dev");
  }

  private static Container withTerminal(Sandbox sandbox, String script) {
    return sandbox.container(
        c ->
            terminal(c, script)
                .mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666"));
  }

  private static Outcome create(Sandbox sandbox, Container container) {
    Console console = Console.open(sandbox);
    Outcome outcome = container.create("--console-socket", console.socket());
    if (outcome.exitCode() == 0) {
      container.start().succeeds();
      console.awaitEnd();
    } else {
      console.close();
    }
    return outcome;
  }

  private static void replace(Path folder, String target) {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      HostFiles.delete(folder);
    }
    HostFiles.symlink(folder, target);
  }
}
