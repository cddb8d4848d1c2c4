package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Cve;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A /proc that is not the kernel's, or not all of it, to lead astray who writes there. */
@Conformance
class ProcAttackIT {

  private static final String FORWARDING = "net.ipv4.ip_forward";

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/proc",
        "/proc/",
        "//proc",
        "proc",
        "/etc/../proc",
        "/proc/self/attr",
        "/proc/sys",
        "/proc/sys/net/ipv4/ip_forward",
        "/proc/self"
      })
  @Cve({"CVE-2019-16884", "CVE-2025-52881", "CVE-2025-62596"})
  void aVolumeOnProcIsRefused(String destination, Sandbox sandbox) {
    Path volume = sandbox.newFolder();
    sandbox.container(c -> c.bind(destination, volume, "rbind")).createFailsAndLeavesNothing();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/proc", "/proc/self/attr", "/proc/sys"})
  @Cve({"CVE-2019-16884", "CVE-2025-52881"})
  void anotherFileSystemOnProcIsRefused(String destination, Sandbox sandbox) {
    sandbox.container(c -> c.mount(destination, "tmpfs", "tmpfs")).createFailsAndLeavesNothing();
  }

  /** The link is inside the image, and the volume on it hides what the runtime would write to. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/proc", "proc", "/bin/../proc/."})
  @Cve({"CVE-2025-52881", "CVE-2025-62596", "CVE-2019-19921"})
  void aKernelParameterReachesTheKernelWhateverIsMountedOverItByALink(
      String target, Sandbox sandbox) {
    Path captured = HostFiles.write(sandbox.newPath("file"), "captured\n");
    Container container =
        sandbox.container(
            c ->
                c.sleeping()
                    .set("/linux/sysctl", Map.of(FORWARDING, "1"))
                    .bind("/link/sys/net/ipv4/ip_forward", captured, "bind"));
    HostFiles.symlink(container.bundle().rootfs().resolve("link"), target);
    Outcome created = container.create();
    assertThat(HostFiles.read(captured)).isEqualTo("captured\n");
    if (created.exitCode() == 0) {
      assertThat(forwarding(sandbox, container.pid())).isEqualTo("1\n");
    }
  }

  @Test
  @Cve({"CVE-2025-52881", "CVE-2025-62596", "CVE-2019-16884"})
  void aKernelParameterReachesTheKernelInAnImageWithAProcOfItsOwn(Sandbox sandbox) {
    Container container =
        sandbox.container(
            c -> c.sleeping().withoutMount("/proc").set("/linux/sysctl", Map.of(FORWARDING, "1")));
    Path fake =
        HostFiles.write(
            container.bundle().rootfs().resolve("proc/sys/net/ipv4/ip_forward"), "captured\n");
    Outcome created = container.create();
    assertThat(HostFiles.read(fake)).isEqualTo("captured\n");
    if (created.exitCode() == 0) {
      assertThat(forwarding(sandbox, container.pid())).isEqualTo("1\n");
    }
  }

  /** What the kernel has, seen in the container's network namespace by the host's own /proc. */
  private static String forwarding(Sandbox sandbox, long pid) {
    String file = "/proc/sys/" + FORWARDING.replace('.', '/');
    return sandbox
        .program("nsenter", "--net=/proc/" + pid + "/ns/net", "cat", file)
        .execute()
        .succeeds()
        .stdout();
  }

  @Test
  @Cve("CVE-2026-115521")
  void readOnlyMountsAreReadOnlyInAnImageWithAProcOfItsOwn(Sandbox sandbox) {
    Path source = sandbox.newFolder();
    Container container =
        sandbox.container(
            c ->
                c.sh(
                        "for d in / /tmpfs /bind /bind/below /decoy; do touch $d/x 2>/dev/null &&"
                            + " echo $d; done; true")
                    .withoutMount("/proc")
                    .set("/root/readonly", true)
                    .mount("/decoy", "tmpfs", "tmpfs")
                    .mount("/tmpfs", "tmpfs", "tmpfs", "ro")
                    .bind("/bind", source, "bind", "ro"));
    HostFiles.folder(source.resolve("below"));
    Path rootfs = container.bundle().rootfs();
    for (int fd = 0; fd < 64; fd++) {
      HostFiles.symlink(rootfs.resolve("proc/self/fd/" + fd), "/decoy");
      HostFiles.symlink(rootfs.resolve("proc/thread-self/fd/" + fd), "/decoy");
    }
    Outcome outcome = container.run();
    assertThat(outcome.stdout()).as(outcome::toString).isIn("", "/decoy\n");
    assertThat(HostFiles.names(source)).containsExactly("below");
  }
}
