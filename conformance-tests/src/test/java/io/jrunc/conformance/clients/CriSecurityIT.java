package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.cri.ContainerDraft;
import io.jrunc.conformance.clients.kit.cri.Cri;
import io.jrunc.conformance.clients.kit.cri.Pod;
import io.jrunc.conformance.clients.kit.cri.PodContainer;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The security context, mounts and devices of containers in the words of Kubernetes' CRI. */
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CriSecurityIT {
  private static final String STATUS =
      "grep -E '^(Cap(Eff|Bnd)|NoNewPrivs|Seccomp):' /proc/self/status";

  private final Cri cri = Cri.shared();
  private final Pod pod = cri.pod().set("linux/security_context/privileged", true).run();

  @AfterAll
  void theirPodEnds() {
    pod.close();
  }

  /** What a shell prints, both streams; it must succeed. */
  private static String printed(ContainerDraft draft) {
    PodContainer container = draft.run();
    assertThat(container.exitCode()).as(container::printed).isZero();
    Await.until("the end of the log", () -> container.printed().endsWith("end\n"));
    return container.printed().replaceAll("\\s+", " ");
  }

  private ContainerDraft shell(String line) {
    return pod.container("/bin/sh", "-c", line + "; echo end");
  }

  @AlsoToday
  @Test
  void aRestrictedContainerHasItsUserItsCapabilitiesAndNoWayUp() {
    String printed =
        printed(
            shell("id; " + STATUS + "; touch /x 2>&1")
                .secure("run_as_user/value", 1000)
                .secure("run_as_group/value", 3000)
                .secure("supplemental_groups", List.of(4000))
                .secure("no_new_privs", true)
                .secure("readonly_rootfs", true)
                .secure("capabilities/drop_capabilities", List.of("ALL"))
                .secure("capabilities/add_capabilities", List.of("NET_BIND_SERVICE"))
                .secure("seccomp/profile_type", "RuntimeDefault"));
    assertThat(printed)
        .contains("uid=1000(user) gid=3000", "4000")
        .contains("CapEff: 0000000000000000")
        .contains("CapBnd: 0000000000000400")
        .contains("NoNewPrivs: 1", "Seccomp: 2")
        .contains("/x: Read-only file system");
  }

  @Test
  void anOrdinaryContainerIsRootWithFourteenCapabilities() {
    assertThat(
            printed(
                shell("id -u; " + STATUS + "; touch /x && ls /x")
                    .secure("seccomp/profile_type", "Unconfined")))
        .startsWith("0 CapEff: 00000000a80425fb CapBnd: 00000000a80425fb NoNewPrivs: 0 Seccomp: 0")
        .contains("/x");
    assertThat(printed(shell("id -u").secure("run_as_username", "user"))).isEqualTo("1000 end ");
  }

  @Test
  void aPrivilegedContainerHasAllThatContainerdHas() {
    String all = HostFiles.read("/proc/self/status").replaceAll("(?s).*CapEff:\\s+(\\w+).*", "$1");
    String printed =
        printed(
            shell(
                    STATUS
                        + "; ls /dev/fuse; mount -t tmpfs x /tmp && touch"
                        + " /proc/sys/kernel/hostname")
                .secure("privileged", true));
    assertThat(printed).contains("CapEff: " + all, "Seccomp: 0", "/dev/fuse");
  }

  @AlsoToday
  @Test
  void aSeccompProfileOfTheNodeIsKept() {
    Path profile =
        HostFiles.write(
            Path.of("/tmp/no-mkdir.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95}]}
            """);
    assertThat(
            printed(
                shell("mkdir /tmp/x 2>&1; touch /tmp/y && ls /tmp")
                    .secure("seccomp/profile_type", "Localhost")
                    .secure("seccomp/localhost_ref", profile.toString())))
        .contains("Operation not supported", "y");
  }

  @Test
  void pathsAreMaskedAndWriteProtected() {
    assertThat(
            printed(
                shell("wc -c </etc/group; ls /home; touch /etc/passwd 2>&1")
                    .secure("masked_paths", List.of("/etc/group", "/not/there"))
                    .secure("readonly_paths", List.of("/etc/passwd"))))
        .startsWith("0 ")
        .contains("/etc/passwd: Read-only file system");
  }

  @Test
  void aDeviceOfTheNodeIsThereAndOthersAreNot() {
    assertThat(
            printed(
                shell(
                        "(echo x >/dev/mine) 2>&1; ls -l /dev/mine;"
                            + " mknod /tmp/d c 10 229 && cat /tmp/d 2>&1")
                    .set(
                        "devices",
                        List.of(
                            Map.of(
                                "container_path",
                                "/dev/mine",
                                "host_path",
                                "/dev/full",
                                "permissions",
                                "rw")))))
        .contains("No space left on device", "1, 7", "'/tmp/d': Operation not permitted");
  }

  @AlsoToday
  @Test
  void mountsFollowTheirPropagation() {
    Path folder = HostFiles.folder(Path.of("/tmp/propagation"));
    Call.of("mount", "-t", "tmpfs", "shared", folder.toString()).run().succeeds();
    Call.of("mount", "--make-shared", folder.toString()).run().succeeds();
    List.of("later", "inside").forEach(name -> HostFiles.folder(folder.resolve(name)));
    PodContainer container =
        pod.container("/bin/sleep", "1000")
            .secure("privileged", true)
            .set(
                "mounts",
                List.of(
                    mount(folder, "/private", "PROPAGATION_PRIVATE"),
                    mount(folder, "/slave", "PROPAGATION_HOST_TO_CONTAINER"),
                    mount(folder, "/shared", "PROPAGATION_BIDIRECTIONAL"),
                    Map.of(
                        "container_path",
                        "/fixed",
                        "host_path",
                        folder.toString(),
                        "readonly",
                        true)))
            .start();
    Call.of("mount", "-t", "tmpfs", "later", folder.resolve("later").toString()).run().succeeds();
    HostFiles.write(folder.resolve("later/file"), "");
    assertThat(container.exec("/bin/sh", "-c", "cd /; ls */later").stdout())
        .isEqualTo("fixed/later:\n\nprivate/later:\n\nshared/later:\nfile\n\nslave/later:\nfile\n");
    assertThat(container.exec("/bin/touch", "/fixed/x").stderr()).contains("Read-only");
    container.exec("/bin/mount", "-t", "tmpfs", "inside", "/shared/inside").succeeds();
    assertThat(HostFiles.read("/proc/self/mountinfo")).contains(folder + "/inside ");
    container.remove();
    Call.of("umount", "-R", folder.toString()).run().succeeds();
  }

  private static Map<String, ?> mount(Path from, String to, String propagation) {
    return Map.of("host_path", from.toString(), "container_path", to, "propagation", propagation);
  }
}
