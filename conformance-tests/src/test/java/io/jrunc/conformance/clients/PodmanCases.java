package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.clients.kit.Podman;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Podman does for root as for an ordinary user. */
abstract class PodmanCases {
  private static final String IMAGE = "box:1";

  abstract Podman podman();

  /** Runs a command in a container without network, which is removed after it. */
  final Outcome inContainer(List<String> options, String... command) {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    line.addAll(options);
    line.add(IMAGE);
    line.addAll(List.of(command));
    return podman().run(line.toArray(String[]::new));
  }

  final String shell(List<String> options, String script) {
    return inContainer(options, "sh", "-c", script).succeeds().stdout();
  }

  /** Starts a container without network in the background; returns its name. */
  final String started(List<String> options, String script) {
    String name = Machine.newName();
    List<String> line =
        new ArrayList<>(List.of("run", "--detach", "--network", "none", "--name", name));
    line.addAll(options);
    line.addAll(List.of(IMAGE, "sh", "-c", script));
    podman().run(line.toArray(String[]::new)).succeeds();
    return name;
  }

  @AlsoToday
  @Test
  void infoNamesTheRuntimeWithItsPathAndVersion() {
    assertThat(
            podman()
                .print(
                    "info",
                    "--format",
                    "{{.Host.OCIRuntime.Name}} {{.Host.OCIRuntime.Path}}"
                        + " {{.Host.OCIRuntime.Version}}"))
        .startsWith(Machine.runtimeName() + " " + Machine.runtime() + " " + Machine.runtimeName());
  }

  @AlsoToday
  @Test
  void aContainersOutputAndExitCodeAreThoseOfItsCommand() {
    Outcome outcome =
        inContainer(
            List.of("--hostname", "inside", "--env", "A=b c"),
            "sh",
            "-c",
            "echo \"$A\" on $(hostname); echo err >&2; exit 7");
    outcome.exits(7);
    assertThat(outcome.stdout()).isEqualTo("b c on inside\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
  }

  @AlsoToday
  @Test
  void aShellOnATerminalTakesWhatIsTyped() {
    Call call = podman().podman("run", "--rm", "-it", "--network", "none", IMAGE, "sh");
    Outcome outcome = call.onTerminal().stdin("tty; echo $((6*7))\nexit 3\n").run();
    outcome.exits(3);
    assertThat(outcome.stdout()).contains("/dev/pts/0").contains("42\r\n");
  }

  @Test
  void standardInputReachesTheContainer() {
    Call call = podman().podman("run", "--rm", "-i", "--network", "none", IMAGE, "wc", "-c");
    assertThat(call.stdin("12345").run().succeeds().stdout().strip()).isEqualTo("5");
  }

  @AlsoToday
  @Test
  void aContainerInTheBackgroundIsEnteredSignalledReadAndStopped() {
    String name =
        started(
            List.of(),
            "trap 'echo got usr1' USR1; trap 'echo got term; exit 5' TERM;"
                + " echo ready; while :; do sleep 0.1; done");
    awaitLog(name, "ready");
    assertThat(podman().print("ps", "--format", "{{.Names}} {{.Status}}")).contains(name + " Up");
    assertThat(podman().print("exec", "--env", "X=y", name, "sh", "-c", "echo $X; exit 0"))
        .isEqualTo("y");
    podman().run("exec", name, "sh", "-c", "exit 9").exits(9);
    assertThat(
            podman()
                .print(
                    "exec", "--user", "1000", "--workdir", "/tmp", name, "sh", "-c", "id -u; pwd"))
        .isEqualTo("1000\n/tmp");
    assertThat(podman().podman("exec", "-it", name, "tty").onTerminal().run().succeeds().stdout())
        .contains("/dev/pts/");
    podman().run("exec", "--detach", name, "sleep", "1234").succeeds();
    Await.until("the process of exec", () -> podman().print("top", name).contains("sleep 1234"));

    podman().run("kill", "--signal", "USR1", name).succeeds();
    awaitLog(name, "got usr1");
    podman().run("stop", name).succeeds();
    assertThat(podman().print("wait", name)).isEqualTo("5");
    assertThat(podman().print("logs", name)).endsWith("got term");
    assertThat(
            podman()
                .print(
                    "inspect", "-f", "{{.State.Status}} {{.State.ExitCode}} {{.OCIRuntime}}", name))
        .isEqualTo("exited 5 " + Machine.runtimeName());
    podman().run("start", name).succeeds();
    podman().remove(name);
  }

  @Test
  void filesAreCopiedIntoAndOutOfARunningContainer() {
    String name = started(List.of(), "sleep 1000");
    Path file = HostFiles.write(Path.of("/tmp", name + ".txt"), "copied");
    podman().run("cp", file.toString(), name + ":/tmp/in.txt").succeeds();
    assertThat(podman().print("exec", name, "cat", "/tmp/in.txt")).isEqualTo("copied");
    podman().run("exec", name, "sh", "-c", "echo out > /home/out.txt").succeeds();
    assertThat(podman().podman("cp", name + ":/home/out.txt", "-").run().succeeds().stdout())
        .contains("out\n");
    podman().remove(name);
  }

  @AlsoToday
  @Test
  void whatCantBeStartedGivesTheExitCodesOfPodmanAndTheRuntimesOwnWords() {
    inContainer(List.of(), "/nope")
        .exits(127)
        .failsSaying(Machine.runtimeName() + ": ", "\"/nope\"", "no such file or directory");
    inContainer(List.of(), "nope").exits(127).failsSaying("executable file not found in $PATH");
    inContainer(List.of(), "/etc/passwd")
        .exits(126)
        .failsSaying(Machine.runtimeName() + ": ", "\"/etc/passwd\": permission denied");
    inContainer(List.of("--mount", "type=bind,src=/etc/passwd,dst=/tmp"), "true")
        .exits(126)
        .failsSaying(Machine.runtimeName() + ": ", "mount", "/etc/passwd", "/tmp");
    inContainer(List.of("--user", "nosuch"), "true").exits(126).failsSaying("nosuch");
    inContainer(List.of("--volume", "/nope:/x"), "true").exits(125).failsSaying("/nope");
    assertThat(podman().print("ps", "--all", "--format", "{{.Command}}")).doesNotContain("nope");
  }

  @Test
  void whatCantBeExecutedGivesTheExitCodesOfPodman() {
    String name = started(List.of(), "sleep 1000");
    podman().run("exec", name, "/nope").exits(127).failsSaying("no such file or directory");
    podman().run("exec", name, "/etc/passwd").exits(126).failsSaying("permission denied");
    podman().remove(name);
    podman().run("exec", name, "true").exits(125);
  }

  @AlsoToday
  @Test
  void rightsAreWhatWasAskedFor() {
    assertThat(
            shell(
                List.of("--cap-drop", "all", "--cap-add", "net_raw,sys_time"),
                "grep -E 'CapEff|CapBnd' /proc/self/status"))
        .contains("CapEff:\t0000000002002000")
        .contains("CapBnd:\t0000000002002000");
    assertThat(
            shell(
                List.of(
                    "--user", "1000", "--group-add", "2000", "--security-opt=no-new-privileges"),
                "id -u; id -G; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status"))
        .isEqualTo("1000\n1000 2000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n");
    assertThat(
            shell(
                List.of("--security-opt", "seccomp=unconfined", "--security-opt", "unmask=ALL"),
                "grep Seccomp: /proc/self/status; grep -c ' /proc/' /proc/self/mountinfo || :"))
        .isEqualTo("Seccomp:\t0\n0\n");
    assertThat(shell(List.of(), "grep -c ' /proc/' /proc/self/mountinfo")).isNotEqualTo("0\n");
  }

  @Test
  void aFilterOfSystemCallsIsKept() {
    Path file =
        HostFiles.write(
            Path.of("/tmp", Machine.newName() + ".json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
              {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95}]}
            """);
    inContainer(List.of("--security-opt", "seccomp=" + file), "mkdir", "/x")
        .failsSaying("not supported");
  }

  @Test
  void aPrivilegedContainerHasTheCallersCapabilitiesAndNoFilter() {
    String status =
        shell(
            List.of("--privileged"),
            "grep -E 'CapEff|CapBnd|Seccomp:' /proc/self/status; mount -t tmpfs x /mnt || mkdir /m"
                + " && mount -t tmpfs x /m && echo mounted");
    assertThat(status).contains("Seccomp:\t0").endsWith("mounted\n");
  }

  @AlsoToday
  @Test
  void aReadOnlyRootHasWritableTemporaryFolders() {
    String out =
        shell(
            List.of("--read-only", "--tmpfs", "/etc:size=1m,mode=755"),
            "touch /x 2>&1; echo y > /tmp/y; echo z > /run/z; cat /tmp/y /run/z; stat -f -c %T"
                + " /etc; df -k /etc | tail -1 | awk '{print $2}'; test -s /etc/passwd && echo"
                + " copied");
    assertThat(out).contains("Read-only file system").contains("y\nz\ntmpfs\n1024\n");
    assertThat(out).endsWith("copied\n"); // --tmpfs copies up what the image has there
  }

  @AlsoToday
  @Test
  void volumesAreMountedAsAsked() {
    Path folder = HostFiles.folder(Path.of("/home/someone", Machine.newName()), "0777");
    HostFiles.write(folder.resolve("f"), "from host");
    String out =
        shell(
            List.of(
                "-v", folder + ":/rw", "-v", folder + ":/ro:ro", "-v", folder + ":/shared:rshared"),
            "cat /ro/f; echo; touch /ro/x 2>&1; echo new > /rw/g; grep -c ' /shared .* shared:'"
                + " /proc/self/mountinfo; grep -c ' /rw .* shared:' /proc/self/mountinfo || :");
    assertThat(out).contains("from host\n").contains("Read-only file system").endsWith("1\n0\n");
    assertThat(HostFiles.read(folder.resolve("g"))).isEqualTo("new\n");

    String volume = Machine.newName();
    shell(List.of("-v", volume + ":/home"), "echo kept > /home/k");
    assertThat(shell(List.of("-v", volume + ":/mnt"), "cat /mnt/k")).isEqualTo("kept\n");
    podman().run("volume", "rm", volume).succeeds();
  }

  @Test
  void aVolumeGoesToTheContainersUserWhenAsked() {
    Path folder = HostFiles.folder(Path.of("/home/someone", Machine.newName()), "0777");
    Call.of("chown", "1000:1000", folder.toString()).run().succeeds();
    assertThat(
            shell(
                List.of("-v", folder + ":/v:U", "--user", "1000:1000"),
                "stat -c %u:%g /v; touch /v/mine && echo written"))
        .isEqualTo("1000:1000\nwritten\n");
  }

  @Test
  void limitsNamesAndScoresOfTheProcessAreSet() {
    assertThat(
            shell(
                List.of(
                    "--ulimit=nofile=100:200",
                    "--ulimit=nproc=300:400",
                    "--oom-score-adj=500",
                    "--umask=0077",
                    "--shm-size=5m",
                    "--sysctl=net.ipv4.ip_default_ttl=77"),
                "ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj; umask;"
                    + " df -k /dev/shm | tail -1 | awk '{print $2}';"
                    + " cat /proc/sys/net/ipv4/ip_default_ttl"))
        .isEqualTo("100\n200\n500\n0077\n5120\n77\n");
  }

  @AlsoToday
  @Test
  void aDeviceOfTheHostIsThere() {
    assertThat(
            shell(
                List.of("--device", "/dev/fuse:/dev/other:rw"),
                "stat -c '%t:%T' /dev/other; : <>/dev/other && echo opened"))
        .isEqualTo("a:e5\nopened\n");
  }

  @Test
  void anInitProcessIsPutBeforeTheCommand() {
    assertThat(shell(List.of("--init"), "cat /proc/1/comm")).startsWith("podman-init");
  }

  @AlsoToday
  @Test
  void namespacesOfAnotherContainerAreJoined() {
    String first = started(List.of("--hostname", "shared"), "sleep 1234");
    String all = "container:" + first;
    String out =
        podman()
            .print(
                "run",
                "--rm",
                "--pid",
                all,
                "--ipc",
                all,
                "--uts",
                all,
                "--network",
                all,
                IMAGE,
                "sh",
                "-c",
                "cat /proc/1/cmdline | tr '\\0' ' '; hostname; for n in pid ipc uts net; do"
                    + " readlink /proc/1/ns/$n; readlink /proc/self/ns/$n; done");
    List<String> lines = out.lines().toList();
    assertThat(lines.get(0)).endsWith("sleep 1234 shared");
    for (int i = 1; i < lines.size(); i += 2) {
      assertThat(lines.get(i)).isEqualTo(lines.get(i + 1));
    }
    podman().remove(first);
  }

  @AlsoToday
  @Test
  void namespacesOfTheHostAreKept() {
    String ours = HostFiles.target(Path.of("/proc/self/ns/uts"));
    assertThat(shell(List.of("--uts", "host"), "readlink /proc/self/ns/uts"))
        .isEqualTo(ours + "\n");
    String pids = HostFiles.target(Path.of("/proc/self/ns/pid"));
    assertThat(shell(List.of("--pid", "host"), "readlink /proc/self/ns/pid"))
        .isEqualTo(pids + "\n");
    String ipc = HostFiles.target(Path.of("/proc/self/ns/ipc"));
    assertThat(shell(List.of("--ipc", "host"), "readlink /proc/self/ns/ipc")).isEqualTo(ipc + "\n");
    assertThat(
            podman()
                .print("run", "--rm", "--network", "host", IMAGE, "readlink", "/proc/self/ns/net"))
        .isNotEmpty();
  }

  @AlsoToday
  @Test
  void idsAreMapped() {
    assertThat(shell(List.of("--uidmap", "0:1:500", "--gidmap", "0:1:600"), map()))
        .isEqualTo("0 1 500\n0 1 600\n");
    assertThat(
            shell(List.of("--userns", "auto:size=700"), "awk '{print $1, $3}' /proc/self/uid_map"))
        .isEqualTo("0 700\n");
  }

  private static String map() {
    return "awk '{print $1, $2, $3}' /proc/self/uid_map /proc/self/gid_map";
  }

  @Test
  void openFilesAreHandedOn() {
    Outcome outcome =
        podman()
            .call(
                List.of(
                    "bash",
                    "-c",
                    "exec 3<<<handed 4>&1; podman run --rm --network none --preserve-fds 2 box:1"
                        + " sh -c 'cat <&3; echo to four >&4; ls /proc/self/fd | wc -l'"))
            .run();
    // 0 to 4, and the folder that ls reads; what goes to 4 is not Podman's to put in order
    assertThat(outcome.succeeds().stdout().lines())
        .containsExactlyInAnyOrder("handed", "to four", "6");
  }

  @AlsoToday
  @Test
  void healthIsCheckedInTheContainer() {
    String name =
        started(
            List.of(
                "--health-cmd",
                "test -e /tmp/well",
                "--health-interval",
                "disable",
                "--health-retries",
                "1"),
            "sleep 1000");
    podman().run("healthcheck", "run", name).exits(1);
    podman().run("exec", name, "touch", "/tmp/well").succeeds();
    podman().run("healthcheck", "run", name).succeeds();
    assertThat(podman().print("inspect", "-f", "{{.State.Health.Status}}", name))
        .isEqualTo("healthy");
    podman().remove(name);
  }

  @Test
  void aContainerThatFailsIsStartedAgainAsOftenAsAsked() {
    String name = started(List.of("--restart", "on-failure:2"), "echo x; exit 1");
    Await.until(
        "the last start",
        () ->
            podman()
                .print("inspect", "-f", "{{.RestartCount}} {{.State.Status}}", name)
                .equals("2 exited"));
    assertThat(podman().print("logs", name)).isEqualTo("x\nx\nx");
    podman().remove(name);
  }

  @Test
  void aCheckpointIsRefused() {
    String name = started(List.of(), "sleep 1000");
    podman().run("container", "checkpoint", name).exits(125).failsSaying("checkpoint");
    assertThat(podman().print("inspect", "-f", "{{.State.Status}}", name)).isEqualTo("running");
    podman().remove(name);
  }

  final void awaitLog(String name, String text) {
    Await.until(text + " in the log of " + name, () -> podman().print("logs", name).contains(text));
  }
}
