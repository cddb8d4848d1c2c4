package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ctr run}: containerd's own client, with the runtime by its path. */
@Clients
class CtrRunIT {
  /** As often a container is made whose output doesn't come. */
  private static final int ROUNDS = 3;

  private final Containerd containerd = Containerd.shared();

  @AlsoToday
  @Test
  void thePluginForKubernetesLikesTheConfigurationOfThePage() {
    assertThat(containerd.ctr("plugins", "ls").run().succeeds().stdout().lines())
        .filteredOn(line -> line.contains("cri"))
        .isNotEmpty()
        .allMatch(line -> line.strip().endsWith("ok"));
  }

  @AlsoToday
  @Test
  void whatTheCommandPrintsAndItsExitCodeAreThoseOfCtr() {
    String name = Machine.newName();
    Outcome outcome =
        containerd
            .run("--rm", Containerd.BOX, name, "sh", "-c", "echo out; echo err >&2; exit 7")
            .run()
            .exits(7);
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
    assertThat(containerd.status(name)).isEmpty();
  }

  @Test
  void withTThereIsATerminal() {
    // told by the exit code: at times ctr misses the output of a program that ends at once
    String script = "read line; [ \"$(tty) $line\" = '/dev/pts/0 typed' ] && exit 3";
    containerd
        .run("--rm", "-t", Containerd.BOX, Machine.newName(), "sh", "-c", script)
        .onTerminal()
        .stdin("typed\n")
        .run()
        .exits(3);
  }

  @AlsoToday
  @Test
  void memoryProcessorsAndSharesAreLimited() {
    String name =
        containerd.sleeping("--memory-limit", "33554432", "--cpus", "0.5", "--cpu-shares", "512");
    long pid = containerd.pid(name);
    assertThat(value(pid, "memory", "memory.limit_in_bytes", "memory.max")).isEqualTo("33554432");
    assertThat(value(pid, "cpu", "cpu.cfs_quota_us", "cpu.max")).isIn("50000", "50000 100000");
    assertThat(value(pid, "cpu", "cpu.shares", "cpu.weight")).isIn("512", "20");
    containerd.remove(name);
  }

  @Test
  void quotaPeriodGroupAndTheFolderForStatesAreTheGivenOnes() {
    String group = "/default/given-" + Machine.newName();
    String name =
        containerd.sleeping(
            List.of("--cpu-quota", "20000", "--cpu-period", "50000", "--cgroup", group)
                .toArray(String[]::new));
    long pid = containerd.pid(name);
    assertThat(Host.read(pid, "cgroup")).contains(":memory:" + group + "\n");
    assertThat(value(pid, "cpu", "cpu.cfs_quota_us", "cpu.max")).isIn("20000", "20000 50000");
    containerd.remove(name);

    Path root = Path.of("/run/given-root");
    name = containerd.sleeping("--runc-root", root.toString());
    assertThat(root.resolve("default").resolve(name)).isDirectory();
    containerd.remove(name);
    assertThat(root.resolve("default").resolve(name)).doesNotExist();
  }

  @AlsoToday
  @Test
  void theProcessHasTheGivenVariablesFolderCapabilitiesAndFilter() {
    String printed =
        printed(
            List.of(
                "--env",
                "A=b",
                "--cwd",
                "/tmp",
                "--seccomp",
                "--allow-new-privs",
                "--cap-drop",
                "CAP_CHOWN",
                "--cap-add",
                "CAP_SYS_ADMIN"),
            "echo $A $PWD; grep -E '^(CapEff|Seccomp|NoNewPrivs):' /proc/self/status");
    assertThat(printed.lines())
        .containsExactly("b /tmp", "CapEff:\t00000000a82425fa", "NoNewPrivs:\t0", "Seccomp:\t2");
  }

  @Test
  void aPrivilegedContainerHasAllCapabilitiesOfContainerdAndMayWriteToSys() {
    String ours = Host.status(ProcessHandle.current().pid()).get("CapEff");
    assertThat(
            printed(
                List.of("--privileged"),
                "grep CapEff /proc/self/status; grep -c '^sysfs /sys sysfs rw' /proc/mounts"))
        .isEqualTo("CapEff:\t" + ours + "\n1\n");
  }

  @Test
  void filesAreReadOnlyMountedAndDevicesThereAsGiven() throws IOException {
    Path shown = Files.createTempDirectory("shown");
    HostFiles.write(shown.resolve("file"), "text\n");
    String printed =
        printed(
            List.of(
                "--read-only",
                "--mount",
                "type=bind,src=" + shown + ",dst=/shown,options=rbind:ro",
                "--mount",
                "type=tmpfs,src=tmpfs,dst=/var,options=rw",
                "--device",
                "/dev/fuse"),
            "cat /shown/file; touch /x || touch /shown/x || touch /var/x && ls /var;"
                + " exec 3<>/dev/fuse && stat -c %t:%T /dev/fuse");
    assertThat(printed).isEqualTo("text\nx\na:e5\n");
    assertThat(shown.resolve("x")).doesNotExist();
  }

  @Test
  void namespacesAreJoined() throws IOException {
    String uts = Files.readSymbolicLink(Path.of("/proc/1/ns/uts")).toString();
    String network = Files.readSymbolicLink(Path.of("/proc/1/ns/net")).toString();
    assertThat(
            printed(
                List.of("--with-ns", "uts:/proc/1/ns/uts", "--with-ns", "network:/proc/1/ns/net"),
                "readlink /proc/self/ns/uts; readlink /proc/self/ns/net"))
        .isEqualTo(uts + "\n" + network + "\n");
  }

  @Test
  void aUserNamespaceHasTheGivenIds() {
    assertThat(
            printed(
                List.of("--uidmap", "0:100000:1000", "--gidmap", "0:100000:1000"),
                "id -u; touch /tmp/x && stat -c %u:%g /tmp/x; cat /proc/self/uid_map"))
        .matches("0\n0:0\n +0 +100000 +1000\n");
  }

  @Test
  void withoutPivotRootTheContainerSeesItsOwnFilesOnly() {
    assertThat(printed(List.of("--no-pivot"), "ls /images || ls -d /tmp")).isEqualTo("/tmp\n");
  }

  @Test
  void aFolderMayBeTheRoot() throws IOException {
    Path root = Files.createTempDirectory("root");
    Files.createDirectory(root.resolve("bin"));
    HostFiles.copy(Path.of("/bin/busybox"), root.resolve("bin/sh"));
    assertThat(
            containerd
                .run(
                    "--rm",
                    "--env",
                    "PATH=/bin",
                    "--rootfs",
                    root.toString(),
                    Machine.newName(),
                    "sh",
                    "-c",
                    "echo in $0; echo left > /left")
                .run()
                .succeeds()
                .stdout())
        .isEqualTo("in sh\n");
    assertThat(root.resolve("left")).hasContent("left\n");
  }

  @AlsoToday
  @Test
  void aProgramCanWriteWhereNobodyReadsAndWhereALogIs() throws IOException {
    // containerd's null is open for reading only, so the runtime must put its own in its place
    String[] words = {Containerd.BOX, Machine.newName(), "sh", "-c", "echo out && echo err >&2"};
    List<String> line = new ArrayList<>(List.of("--rm", "--null-io"));
    line.addAll(List.of(words));
    assertThat(containerd.run(line.toArray(String[]::new)).run().succeeds().stdout()).isEmpty();

    Path log = Files.createTempDirectory("log").resolve("output");
    containerd
        .run("--rm", "--log-uri", "file://" + log, Containerd.BOX, Machine.newName(), "echo", "x")
        .run()
        .succeeds();
    assertThat(log).hasContent("x\n");
  }

  @Test
  void theFileForTheProcessNumberAndTheFolderForPipesAreTheGivenOnes() throws IOException {
    Path folder = Files.createTempDirectory("given");
    String name =
        containerd.sleeping(
            "--pid-file",
            folder.resolve("pid").toString(),
            "--fifo-dir",
            folder.resolve("pipes").toString());
    assertThat(folder.resolve("pid")).hasContent(Long.toString(containerd.pid(name)));
    assertThat(HostFiles.names(folder.resolve("pipes"))).isNotEmpty();
    containerd.remove(name);
  }

  @Test
  void withoutSystemdAGroupOfSystemdsIsRefusedClearly() {
    String name = Machine.newName();
    containerd
        .run(
            "--rm",
            "--runc-systemd-cgroup",
            "--cgroup",
            "system.slice:test:" + name,
            Containerd.BOX,
            name,
            "true")
        .run()
        .failsSaying("OCI runtime create failed", "systemd");
    assertThat(containerd.status(name)).isEmpty();
  }

  /**
   * What a shell script prints in a container that is made with these options, and ends with 0.
   * Debian 12's ctr may hang up before it has read all: containerd's pull request 8643.
   */
  private String printed(List<String> options, String script) {
    String printed = "";
    for (int round = 0; round < ROUNDS && printed.isEmpty(); round++) {
      printed = printedIfRead(options, script);
    }
    return printed;
  }

  private String printedIfRead(List<String> options, String script) {
    List<String> line = new ArrayList<>(List.of("--rm"));
    line.addAll(options);
    line.addAll(List.of(Containerd.BOX, Machine.newName(), "sh", "-c", script));
    return containerd.run(line.toArray(String[]::new)).run().succeeds().stdout();
  }

  private static String value(long pid, String controller, String v1, String v2) {
    return HostFiles.read(Cgroups.groupOf(pid, controller).resolve(Cgroups.isV1() ? v1 : v2))
        .strip();
  }
}
