package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.DockerShell;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.HostFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program may not do: filters of system calls, masked files, devices. */
@Clients
class DockerSecurityIT {
  private final Dockerd dockerd = Dockerd.shared();
  private final DockerShell shell = new DockerShell(dockerd);
  private final Path folder = DockerShell.newFolder();

  @AlsoToday
  @Test
  void dockersOwnFilterRefusesWhatItShould() {
    assertThat(
            shell.run(
                List.of(),
                "grep Seccomp: /proc/self/status; exec 2>/dev/null;"
                    + " unshare -U true || echo no user namespace;"
                    + " unshare -m true || echo no mount namespace;"
                    + " mount -t tmpfs x /tmp || echo no mount;"
                    + " nsenter -t 1 -m true || echo no setns;"
                    + " chroot / echo chroot"))
        .isEqualTo(
            "Seccomp:\t2\nno user namespace\nno mount namespace\nno mount\nno setns\nchroot\n");
  }

  @Test
  void theFilterFollowsTheCapabilities() {
    assertThat(
            shell.run(
                List.of("--cap-add=SYS_ADMIN"),
                "mount -t tmpfs x /tmp && echo mounted; unshare -m echo unshared; hostname x;"
                    + " hostname"))
        .isEqualTo("mounted\nunshared\nx\n");
  }

  @AlsoToday
  @Test
  void withoutAFilterAUserNamespaceCanBeMade() {
    assertThat(
            shell.run(
                List.of("--security-opt=seccomp=unconfined"),
                "grep Seccomp: /proc/self/status; unshare -U echo unshared"))
        .isEqualTo("Seccomp:\t0\nunshared\n");
  }

  @AlsoToday
  @Test
  void aFilterOfOnesOwnHasItsErrnosItsArgumentsAndItsSignal() {
    Path filter =
        filter(
            """
            {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 30},
            {"names": ["chmod", "fchmodat"], "action": "SCMP_ACT_ERRNO"},
            {"names": ["kill"], "action": "SCMP_ACT_ERRNO",
              "args": [{"index": 1, "value": 10, "op": "SCMP_CMP_EQ"}]},
            {"names": ["nosuchcall"], "action": "SCMP_ACT_ERRNO"},
            {"names": ["symlink", "symlinkat"], "action": "SCMP_ACT_KILL_PROCESS"}""");
    var outcome =
        dockerd.run(
            List.of("--security-opt=seccomp=" + filter),
            "sh",
            "-c",
            "mkdir /a; chmod 777 /tmp; kill -USR1 1 || kill -0 1 && echo alive; ln -s a /b;"
                + " test $? = 159 && echo killed; exec ln -s a /b");
    assertThat(outcome.exits(159).stdout()).isEqualTo("alive\nkilled\n");
    assertThat(outcome.stderr())
        .contains("mkdir: can't create directory '/a': Read-only file system")
        .contains("chmod: /tmp: Operation not permitted")
        .contains("can't kill pid 1: Operation not permitted");
  }

  @Test
  void aFilterWithAnUnknownWordIsRefused() {
    Path filter = filter("{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_BOGUS\"}");
    dockerd
        .run(List.of("--security-opt=seccomp=" + filter), "true")
        .exits(125)
        .failsSaying("SCMP_ACT_BOGUS");
  }

  @Test
  void newPrivilegesCanBeRefused() {
    String script = "grep NoNewPrivs /proc/self/status";
    assertThat(shell.run(List.of("--security-opt=no-new-privileges"), script))
        .isEqualTo("NoNewPrivs:\t1\n");
  }

  @AlsoToday
  @Test
  void filesOfTheKernelAreMaskedOrReadOnly() {
    assertThat(
            shell.run(
                List.of(),
                "exec 2>/dev/null; for f in keys timer_list; do wc -c </proc/$f; done;"
                    + " ls /proc/acpi /sys/firmware | grep -v : | grep .;"
                    + " for f in /proc/sys/kernel/msgmax /proc/sysrq-trigger /proc/irq/x"
                    + " /sys/kernel/mm/ksm/run; do { true >>$f; } || echo $f; done;"
                    + " mkdir /sys/fs/cgroup/memory/x /sys/fs/cgroup/x/y || echo no group"))
        .isEqualTo(
            """
            0
            0
            /proc/sys/kernel/msgmax
            /proc/sysrq-trigger
            /proc/irq/x
            /sys/kernel/mm/ksm/run
            no group
            """);
  }

  @Test
  void filesOfTheKernelCanBeShown() {
    assertThat(
            shell.run(
                List.of("--security-opt=systempaths=unconfined"),
                "grep -cE ' /proc/(keys|sys|acpi) ' /proc/self/mountinfo; grep -q . /proc/keys && echo shown"))
        .isEqualTo("0\nshown\n");
  }

  @Test
  void devicesAreThoseThatWereGiven() {
    assertThat(
            shell.run(
                List.of("--device=/dev/fuse:/dev/given:r", "--device-cgroup-rule=c 10:200 rw"),
                "exec 2>/dev/null; true </dev/given && echo read; { true >/dev/given; } || echo not written;"
                    + " mknod /tmp/disk b 8 0 && head -c 1 /tmp/disk || echo no disk;"
                    + " mknod /tmp/tun c 10 200 && true <>/tmp/tun && echo opened"))
        .isEqualTo("read\nnot written\nno disk\nopened\n");
  }

  private Path filter(String rules) {
    return HostFiles.write(
        folder.resolve("filter.json"),
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rules + "]}");
  }
}
