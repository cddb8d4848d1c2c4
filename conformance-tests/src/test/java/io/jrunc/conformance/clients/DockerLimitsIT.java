package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits, devices and privileges that {@code docker run} and {@code docker update} set. */
@Clients
class DockerLimitsIT {
  private final Dockerd dockerd = Dockerd.shared();

  @AlsoToday
  @Test
  void whatTakesTooMuchMemoryIsKilledAndToldToHaveRunOutOfIt() {
    String container =
        dockerd.start(
            List.of("--memory", "16m", "--memory-swap", "16m"),
            "sh",
            "-c",
            "until [ -e /go ]; do sleep 0.1; done; exec tail /dev/zero");
    dockerd.docker("exec", container, "touch", "/go").succeeds(); // only now: Docker listens
    assertThat(dockerd.docker("wait", container).stdout()).isEqualTo("137\n");
    assertThat(dockerd.inspect(container, ".State.OOMKilled")).isEqualTo("true");
    dockerd.remove(container);
    // not so if somebody else kills it
    String killed = dockerd.start(List.of("--memory", "16m"), "sleep", "1000");
    dockerd.docker("kill", killed).succeeds();
    assertThat(dockerd.docker("wait", killed).stdout()).isEqualTo("137\n");
    assertThat(dockerd.inspect(killed, ".State.OOMKilled")).isEqualTo("false");
    dockerd.remove(killed);
  }

  @AlsoToday
  @Test
  void theLimitsAreTheGroupsAndUpdateChangesThem() {
    String container =
        dockerd.start(
            List.of(
                "--memory=32m",
                "--memory-swap=48m",
                "--memory-reservation=16m",
                "--cpus=0.5",
                "--cpu-shares=512",
                "--pids-limit=44",
                "--cpuset-cpus=0"),
            "sleep",
            "1000");
    assertThat(limits(container)).containsExactly("33554432", "16777216", "50000", "44", "0");
    dockerd
        .docker(
            "update",
            "--memory=64m",
            "--memory-swap=96m",
            "--cpus=0.25",
            "--pids-limit=33",
            container)
        .succeeds();
    assertThat(limits(container)).containsExactly("67108864", "16777216", "25000", "33", "0");
    if (Cgroups.isV1()) {
      assertThat(file(container, "cpu", "cpu.shares")).isEqualTo("512");
      assertThat(file(container, "memory", "memory.memsw.limit_in_bytes")).isEqualTo("100663296");
    } else {
      // by the old and by the new rule for shares
      assertThat(file(container, "cpu", "cpu.weight")).isIn("20", "59");
      assertThat(file(container, "memory", "memory.swap.max")).isEqualTo("33554432");
    }
    dockerd.remove(container);
  }

  private List<String> limits(String container) {
    boolean v1 = Cgroups.isV1();
    return List.of(
        file(container, "memory", v1 ? "memory.limit_in_bytes" : "memory.max"),
        file(container, "memory", v1 ? "memory.soft_limit_in_bytes" : "memory.low"),
        file(container, "cpu", v1 ? "cpu.cfs_quota_us" : "cpu.max").split(" ", 2)[0],
        file(container, "pids", "pids.max"),
        file(container, "cpuset", "cpuset.cpus"));
  }

  private String file(String container, String controller, String name) {
    long pid = Long.parseLong(dockerd.inspect(container, ".State.Pid"));
    return HostFiles.read(Cgroups.groupOf(pid, controller).resolve(name)).strip();
  }

  @Test
  void aLimitOfProcessesHoldsForThoseOfExecAsWell() {
    String container = dockerd.start(List.of("--pids-limit", "4"), "sleep", "1000");
    String script = "for i in 1 2 3 4 5 6; do sleep 1003 & done; echo not reached";
    Outcome outcome = dockerd.docker("exec", container, "sh", "-c", script);
    assertThat(outcome.stderr()).as(outcome::toString).contains("can't fork");
    assertThat(file(container, "pids", "pids.current")).isIn("3", "4");
    dockerd.remove(container);
  }

  @Test
  void aWeightForDevicesIsTheGroupsOrIsDroppedWithAWarningWhereTheKernelHasNone() {
    Path v1 = Path.of("/sys/fs/cgroup/blkio/docker/blkio.weight");
    Outcome outcome =
        dockerd.run(
            List.of("--blkio-weight", "300"),
            "sh",
            "-c",
            "cat /sys/fs/cgroup/blkio/blkio.weight /sys/fs/cgroup/io.weight 2>/dev/null; :");
    outcome.succeeds();
    if (Files.exists(v1)) {
      assertThat(outcome.stdout()).isEqualTo("300\n");
    } else if (Cgroups.isV1()) {
      assertThat(outcome.stderr()).contains("Weight discarded");
    }
  }

  @AlsoToday
  @Test
  void aDeviceIsThereWithTheRightsThatWereGivenAndNoOther() {
    String look = "ls -l /dev/given; : </dev/given && echo read; : >/dev/given || echo no";
    Outcome given = dockerd.run(List.of("--device", "/dev/fuse:/dev/given:rm"), "sh", "-c", look);
    assertThat(given.stdout()).startsWith("crw-rw-rw-").contains("10, 229").contains("read\n");
    assertThat(given.stderr()).contains("/dev/given: Operation not permitted");
    String make = "mknod /dev/given c 10 229; : </dev/given && echo read";
    Outcome none = dockerd.run(List.of(), "sh", "-c", make);
    assertThat(none.stdout()).isEmpty();
    assertThat(none.stderr()).contains("/dev/given: Operation not permitted");
    Outcome rule = dockerd.run(List.of("--device-cgroup-rule", "c 10:229 r"), "sh", "-c", make);
    assertThat(rule.succeeds().stdout()).isEqualTo("read\n");
  }

  @AlsoToday
  @Test
  void limitsOfTheProcessAndItsOomScoreAreSet() {
    Outcome outcome =
        dockerd.run(
            List.of("--ulimit", "nofile=77:88", "--ulimit", "core=0", "--oom-score-adj", "321"),
            "sh",
            "-c",
            "ulimit -Sn; ulimit -Hn; ulimit -c; cat /proc/self/oom_score_adj");
    assertThat(outcome.succeeds().stdout()).isEqualTo("77\n88\n0\n321\n");
  }

  /** Here the daemon may itself not have all, and runc insists on those that Docker asks for. */
  @Test
  void thePrivilegedHaveTheCapabilitiesOfTheDaemonAndItsDevicesAndMayMount() {
    String script = "grep CapEff /proc/self/status; ls /dev/fuse; mount -t tmpfs t /mnt";
    Outcome outcome = dockerd.run(List.of("--privileged"), "sh", "-c", "mkdir /mnt; " + script);
    assertThat(outcome.succeeds().stdout()).endsWith("/dev/fuse\n");
    String theirs = outcome.stdout().lines().findFirst().orElseThrow();
    assertThat(capabilities(theirs.replaceFirst("CapEff:\\s*", "")))
        .isEqualTo(capabilities(Host.status(ProcessHandle.current().pid()).get("CapEff")));
  }

  /** Those that Docker 20.10 knows; it leaves out PERFMON, BPF and CHECKPOINT_RESTORE. */
  private static long capabilities(@Nullable String hexadecimal) {
    return Long.parseLong(String.valueOf(hexadecimal), 16) & 0x3fffffffffL;
  }

  @Test
  void aLimitThatIsTooLowIsRefusedAndTheOldOneStays() {
    String container = dockerd.start(List.of("--memory", "32m"), "sleep", "1000");
    dockerd.docker("update", "--memory", "1m", container).fails();
    assertThat(limits(container)).startsWith("33554432");
    dockerd.remove(container);
  }
}
