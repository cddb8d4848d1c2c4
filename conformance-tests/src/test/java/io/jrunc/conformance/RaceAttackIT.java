package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.MountEntry;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.Swapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Files that somebody exchanges with a symbolic link while containers are made, as a container can
 * do that shares a volume or an image. A create may fail then, but what it makes is in the root.
 */
@Conformance
class RaceAttackIT {

  @Test
  @Cve({"CVE-2021-30465", "CVE-2019-18837"})
  void aMountOnAFolderThatIsSwappedWithALinkIsInsideTheRoot(Sandbox sandbox) {
    Path volume = sandbox.newFolder();
    Path outside = sandbox.newFolder();
    Container container =
        sandbox.container(
            c ->
                c.args("cat", "/proc/self/mountinfo")
                    .bind("/vol", volume, "rbind")
                    .mount("/vol/target", "tmpfs", "marked"));
    HostFiles.folder(inside(container, outside));
    HostFiles.folder(volume.resolve("target"));
    HostFiles.symlink(volume.resolve("link"), outside.toString());
    Swapping.rounds(
        sandbox,
        volume.resolve("target"),
        volume.resolve("link"),
        () -> {
          Outcome outcome = container.run();
          if (outcome.exitCode()
              == 0) { // a mount on the host's folder is lost with the host's root
            assertThat(MountEntry.parse(outcome.stdout()))
                .as(outcome::toString)
                .filteredOn(mount -> mount.source().equals("marked"))
                .singleElement()
                .satisfies(
                    m -> assertThat(m.path()).isIn("/vol/target", "/vol/link", outside.toString()));
          }
        });
  }

  @Test
  @Cve({"CVE-2024-45310", "CVE-2019-18837"})
  void whatIsMadeForAMountBelowAFolderThatIsSwappedWithALinkIsInsideTheRoot(Sandbox sandbox) {
    Path source = HostFiles.write(sandbox.newPath("file"), "");
    nothingIsMadeOutside(sandbox, c -> c.bind("/vol/target/made/deep/file", source, "bind"));
  }

  @Test
  @Cve({"CVE-2024-45310", "CVE-2019-18837"})
  void aWorkingDirectoryBelowAFolderThatIsSwappedWithALinkIsMadeInsideTheRoot(Sandbox sandbox) {
    nothingIsMadeOutside(sandbox, c -> c.set("/process/cwd", "/vol/target/made/deep"));
  }

  private static void nothingIsMadeOutside(Sandbox sandbox, Consumer<Config> edits) {
    Path volume = sandbox.newFolder();
    Path outside = sandbox.newFolder();
    Container container =
        sandbox.container(
            c -> {
              c.bind("/vol", volume, "rbind");
              edits.accept(c);
            });
    HostFiles.folder(inside(container, outside));
    HostFiles.folder(volume.resolve("target"));
    HostFiles.symlink(volume.resolve("link"), outside.toString());
    Swapping.rounds(
        sandbox,
        volume.resolve("target"),
        volume.resolve("link"),
        () -> {
          container.run();
          assertThat(HostFiles.names(outside)).isEmpty();
        });
  }

  @Test
  @Cve({"CVE-2019-19921", "CVE-2023-27561", "CVE-2023-28642"})
  void aProcThatIsSwappedWithALinkIsMountedWhereItBelongs(Sandbox sandbox) {
    assertThat(whileProcIsSwapped(sandbox, "ls -A /fake"))
        .allSatisfy(outcome -> assertThat(outcome.stdout()).as(outcome::toString).isEmpty());
  }

  @Test
  @Cve({"CVE-2019-19921", "CVE-2023-27561"})
  void aMaskBelowAProcThatIsSwappedWithALinkIsNotLost(Sandbox sandbox) {
    String script =
        "i=0; while [ $((i+=1)) -lt 100 ]; do cat /proc/version /link/version 2>/dev/null | grep -q"
            + " . && echo shown && break; done; true";
    assertThat(whileProcIsSwapped(sandbox, script))
        .allSatisfy(outcome -> assertThat(outcome.stdout()).as(outcome::toString).isEmpty());
  }

  /** The same root for all, whose /proc is a folder or a link to another one. */
  private static List<Outcome> whileProcIsSwapped(Sandbox sandbox, String script) {
    Container container =
        sandbox.container(c -> c.sh(script).set("/linux/maskedPaths", List.of("/proc/version")));
    Path rootfs = container.bundle().rootfs();
    HostFiles.folder(rootfs.resolve("fake"));
    HostFiles.symlink(rootfs.resolve("link"), "/fake");
    List<Outcome> outcomes = new ArrayList<>();
    Swapping.rounds(
        sandbox,
        rootfs.resolve("proc"),
        rootfs.resolve("link"),
        () -> outcomes.add(container.run()));
    return outcomes;
  }

  @Test
  @Cve({"CVE-2025-31133", "CVE-2025-62161", "CVE-2026-88265"})
  void aNullDeviceThatIsSwappedWithALinkShowsNothingInPlaceOfAMaskedFile(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c ->
                imagesDev(c)
                    .sh("wc -c < /etc/secret")
                    .set("/linux/maskedPaths", List.of("/etc/secret")));
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("etc/secret"), "secret");
    HostFiles.write(rootfs.resolve("etc/other"), "other");
    HostFiles.symlink(rootfs.resolve("dev/link"), "/etc/other");
    String nullDevice = rootfs.resolve("dev/null").toString();
    sandbox.program("mknod", "-m", "666", nullDevice, "c", "1", "3").execute().succeeds();
    Swapping.rounds(
        sandbox,
        rootfs.resolve("dev/null"),
        rootfs.resolve("dev/link"),
        () -> {
          assertThat(container.run().stdout()).isIn("", "0\n");
        });
  }

  @Test
  @Cve({"CVE-2025-52565", "CVE-2026-88264"})
  void aConsoleThatIsSwappedWithALinkIsNeverMountedWhereItLeads(Sandbox sandbox) {
    Path outside = sandbox.newFolder();
    Container container =
        sandbox.container(
            c ->
                imagesDev(c)
                    .mount("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666")
                    .sh("[ -c /etc/target ] && touch /etc/covered")
                    .set("/process/terminal", true));
    Path rootfs = container.bundle().rootfs();
    HostFiles.write(rootfs.resolve("etc/target"), "");
    HostFiles.write(rootfs.resolve("dev/console"), "");
    HostFiles.symlink(rootfs.resolve("dev/link"), "/etc/target");
    Swapping.rounds(
        sandbox,
        rootfs.resolve("dev/console"),
        rootfs.resolve("dev/link"),
        () -> {
          runWithTerminal(sandbox, container);
          assertThat(rootfs.resolve("etc/covered")).doesNotExist();
          assertThat(HostFiles.names(outside)).isEmpty();
        });
  }

  private static void runWithTerminal(Sandbox sandbox, Container container) {
    Console console = Console.open(sandbox);
    if (container.run("--detach", "--console-socket", console.socket()).exitCode() == 0) {
      console.awaitEnd();
      container.awaitStatus("stopped").delete().succeeds();
    } else {
      console.close();
    }
  }

  @Test
  @Cve({"CVE-2026-41579", "CVE-2026-47766"})
  void aDevThatIsSwappedWithALinkLeavesTheVolumeAlone(Sandbox sandbox) {
    Path volume = sandbox.newFolder();
    HostFiles.write(volume.resolve("ptmx"), "kept");
    Container container = sandbox.container(c -> imagesDev(c).bind("/vol", volume, "rbind"));
    Path rootfs = container.bundle().rootfs();
    HostFiles.symlink(rootfs.resolve("link"), "/vol");
    Swapping.rounds(
        sandbox,
        rootfs.resolve("dev"),
        rootfs.resolve("link"),
        () -> {
          container.run();
          assertThat(HostFiles.names(volume)).containsExactly("ptmx");
          assertThat(HostFiles.read(volume.resolve("ptmx"))).isEqualTo("kept");
        });
  }

  /** The /dev of the image is used as it is. */
  private static Config imagesDev(Config config) {
    return config.withoutMount("/dev/pts").withoutMount("/dev");
  }

  /** Where a link to a folder of the host leads when it is followed inside the root. */
  private static Path inside(Container container, Path outside) {
    return container.bundle().rootfs().resolve(outside.toString().substring(1));
  }
}
