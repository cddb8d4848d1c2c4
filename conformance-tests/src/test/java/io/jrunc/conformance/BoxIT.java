package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Command;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers that one command line makes. Each has a name of the suite, so that it is missed. */
@Conformance
@OnlyFor("jrunc")
@Requires({Need.USER_NAMESPACES, Need.UIDMAP})
class BoxIT {

  private enum Caller {
    ROOT,
    USER,
    USER_WITHOUT_SUBORDINATE_IDS;

    private Sandbox in(Sandbox sandbox) {
      return switch (this) {
        case ROOT -> sandbox;
        case USER -> sandbox.asUser();
        case USER_WITHOUT_SUBORDINATE_IDS -> sandbox.as(sandbox.user().withoutSubordinateIds());
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverCallsIsRootInside(Caller caller, Sandbox sandbox) {
    assertThat(output(caller.in(sandbox), "id", "-un")).isEqualTo("root\n");
    assertThat(output(caller.in(sandbox), "sh", "-c", "id -u; id -g")).isEqualTo("0\n0\n");
  }

  @ParameterizedTest
  @EnumSource
  void theLoopbackDeviceIsUpAndTheOnlyOne(Caller caller, Sandbox sandbox) {
    assertThat(
            output(caller.in(sandbox), "sh", "-c", "ip -o link | grep -c ,UP, ; ls /sys/class/net"))
        .isEqualTo("1\nlo\n");
  }

  @ParameterizedTest
  @EnumSource
  void theExitCodeIsTheCommands(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    box(its, "sh", "-c", "exit 7").execute().exits(7);
    box(its, "sh", "-c", "kill -TERM $$").execute().exits(143);
    box(its, "no-such-program").execute().exits(127).failsSaying("no-such-program");
    box(its, "/etc/passwd").execute().exits(126).failsSaying("/etc/passwd", "permission denied");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPrintedIsValidAndRunsAsABundle(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Container container = its.container();
    Path folder = its.newFolder();
    String config = output(its, "--print", "sh", "-c", "id -u; ls /tmp; exit 0");
    HostFiles.write(folder.resolve("config.json"), config);
    its.user().folder(folder.resolve("rootfs"), "0755");
    its.runtime().command("validate", "--bundle", folder.toString()).execute().succeeds();
    Outcome run =
        its.runtime().command("run", "--bundle", folder.toString(), container.id()).execute();
    assertThat(run.succeeds().stdout()).isEqualTo("0\n");
  }

  @ParameterizedTest
  @EnumSource
  void theHostsProgramsAreThereAndCannotBeWritten(Caller caller, Sandbox sandbox) {
    String tried = "touch /usr/x /usr/bin/x /bin/x /etc/x /x 2>&1; readlink /bin";
    String answer = output(caller.in(sandbox), "sh", "-c", tried);
    assertThat(answer.lines().filter(line -> line.contains("Read-only file system"))).hasSize(5);
    if (Files.isSymbolicLink(Path.of("/bin"))) {
      assertThat(answer).endsWith("\nusr/bin\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void foldersForDataArePrivate(Caller caller, Sandbox sandbox) {
    for (String folder : List.of("/tmp", "/var/tmp", "/home", "/root", "/run")) {
      String script = "cd " + folder + " && ls -A && echo kept > jrunc-box && cat jrunc-box";
      assertThat(output(caller.in(sandbox), "sh", "-c", script)).isEqualTo("kept\n");
      assertThat(Path.of(folder, "jrunc-box")).doesNotExist();
    }
  }

  @Test
  void aBoxOfRootSeesNoPasswordsOfTheHost(Sandbox sandbox) {
    String seen = output(sandbox, "sh", "-c", "ls /etc /etc/ssl; id -un 0; ls /dev");
    assertThat(seen.lines())
        .contains("passwd", "root", "null")
        .doesNotContain("shadow", "gshadow", "private", "ssh", "vda", "mem");
  }

  @ParameterizedTest
  @EnumSource
  void theEnvironmentHasNoSecrets(Caller caller, Sandbox sandbox) {
    Outcome outcome =
        box(caller.in(sandbox), "--env", "GIVEN", "-e", "SET=a b", "-e", "MISSING", "env")
            .env("TOKEN", "secret")
            .env("GIVEN", "value")
            .env("LANG", "C.UTF-8")
            .execute();
    assertThat(outcome.succeeds().stdout().lines())
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8",
            "GIVEN=value",
            "SET=a b",
            "HOME=/root");
  }

  @ParameterizedTest
  @EnumSource
  void volumesAreWritableUnlessReadOnly(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Path folder = its.newFolder();
    String source = folder.getFileName().toString();
    box(its, "-v", source + ":/data", "sh", "-c", "echo written > /data/file")
        .in(folder.resolveSibling(""))
        .execute()
        .succeeds();
    assertThat(HostFiles.read(folder.resolve("file"))).isEqualTo("written\n");
    String script = "cat /home/me/in/file; echo again 2>/dev/null >> /home/me/in/file || echo no";
    assertThat(output(its, "--volume", folder + ":/home/me/in:ro", "sh", "-c", script))
        .isEqualTo("written\nno\n");
    assertThat(output(its, "-v", folder.resolve("file") + ":/run/one", "cat", "/run/one"))
        .isEqualTo("written\n");
  }

  @ParameterizedTest
  @EnumSource
  void hostNameAndDirectoryAreAsAskedFor(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    assertThat(output(its, "--hostname", "web", "--workdir", "/tmp", "sh", "-c", "hostname; pwd"))
        .isEqualTo("web\n/tmp\n");
    Container named = its.container();
    assertThat(boxNamed(its, named, "hostname").execute().stdout()).isEqualTo(named.id() + "\n");
  }

  @Test
  void theCommandRunsAsTheGivenUser(Sandbox sandbox) {
    for (Sandbox its : List.of(sandbox, sandbox.asUser())) {
      assertThat(output(its, "--user", "1234:99", "sh", "-c", "id -u; id -g; echo > /tmp/x"))
          .isEqualTo("1234\n99\n");
      assertThat(output(its, "-u", "7", "sh", "-c", "id -u; id -g")).isEqualTo("7\n0\n");
    }
  }

  @Test
  void withoutSubordinateIdsThereIsNoOtherUser(Sandbox sandbox) {
    Sandbox its = Caller.USER_WITHOUT_SUBORDINATE_IDS.in(sandbox);
    box(its, "--user", "1234", "id").execute().failsSaying("--user 1234:0", "/etc/subuid");
  }

  @Test
  @Requires({Need.MEMORY_CONTROLLER, Need.CPU_CONTROLLER, Need.PIDS_CONTROLLER, Need.CGROUP_V1})
  void limitsAreThoseOfTheCgroup(Sandbox sandbox) {
    Container container = sandbox.container();
    boxNamed(
            sandbox,
            container,
            "-d",
            "--memory",
            "64m",
            "--cpus",
            "0.5",
            "--pids-limit",
            "20",
            "sleep",
            "1000")
        .execute()
        .succeeds();
    long pid = container.pid();
    assertThat(limit(pid, "memory", "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(limit(pid, "cpu", "cpu.cfs_quota_us")).isEqualTo("50000");
    assertThat(limit(pid, "cpu", "cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(limit(pid, "pids", "pids.max")).isEqualTo("20");
  }

  @ParameterizedTest
  @EnumSource
  void aDetachedBoxIsAContainerLikeOthers(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Container container = its.container();
    Outcome outcome =
        boxNamed(its, container, "--detach", "sh", "-c", "echo unseen; sleep 1000").execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo(container.id() + "\n");
    assertThat(outcome.stderr()).isEmpty();
    assertThat(container.status()).isEqualTo("running");
    container.kill().succeeds();
    Await.until("the box to end", () -> container.status().equals("stopped"));
    container.delete().succeeds();
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aSignalReachesTheCommand(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Container container = its.container();
    RunningCommand running =
        boxNamed(its, container, "sh", "-c", "echo ready; exec sleep 1000").start();
    Await.until("the command", () -> running.stdout().contains("ready"));
    Host.kill("TERM", runtimeOf(running));
    running.await().exits(143);
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theNextBoxRemovesWhatAKilledOneHasLeft(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Container container = its.container();
    RunningCommand running =
        boxNamed(its, container, "sh", "-c", "echo ready; exec sleep 1000").start();
    Await.until("the command", () -> running.stdout().contains("ready"));
    Host.kill("KILL", runtimeOf(running));
    running.await();
    assertThat(container.status()).isEqualTo("running");
    container.kill().succeeds();
    Await.until("the box to end", () -> container.status().equals("stopped"));
    output(its, "true");
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRootFileSystemIsWritableUnlessReadOnly(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Path rootfs = its.container().bundle().rootfs();
    output(its, "--rootfs", rootfs.toString(), "sh", "-c", "echo written > /etc/file");
    assertThat(HostFiles.read(rootfs.resolve("etc/file"))).isEqualTo("written\n");
    String script = "echo again 2>/dev/null >> /etc/file || cat /etc/file";
    assertThat(output(its, "--read-only", "--rootfs", rootfs.toString(), "sh", "-c", script))
        .isEqualTo("written\n");
  }

  @ParameterizedTest
  @EnumSource
  @Requires(Need.SCRIPT)
  void onATerminalItIsAShellWithJobs(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    Container container = its.container();
    RunningCommand running =
        onATerminal(its, boxNamed(its, container).line()).env("SHELL", "/bin/bash").start();
    Await.until("a prompt", () -> running.stdout().contains("# "));
    running.type("tty; sh -c 'echo be\"\"gun; exec sleep 1000'\n");
    Await.until("a job", () -> running.stdout().contains("begun"));
    running.type("\032");
    Await.until("the job to stop", () -> running.stdout().contains("Stopped"));
    running.type("exit 5\nexit 5\n"); // the first time it only tells of the stopped job
    Outcome outcome = running.await().exits(5);
    assertThat(outcome.stdout()).contains("/dev/pts/0").doesNotContain("no job control");
    assertThat(container.traces()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @Requires(Need.SCRIPT)
  void theKeyThatInterruptsEndsAnyCommand(Caller caller, Sandbox sandbox) {
    Sandbox its = caller.in(sandbox);
    RunningCommand running = onATerminal(its, box(its, "yes").line()).start();
    Await.until("output", () -> running.stdout().contains("y\r\n"));
    running.type("\003");
    running.await().exits(130);
  }

  @Test
  void withoutATerminalItIsAShellThatReadsCommands(Sandbox sandbox) {
    Outcome outcome = box(sandbox).env("SHELL", "/bin/sh").stdin("echo $0\nexit 3\n").execute();
    assertThat(outcome.exits(3).stdout()).isEqualTo("/bin/sh\n");
    assertThat(box(sandbox).env("SHELL", "/nowhere/sh").stdin("id -u").execute().stdout())
        .isEqualTo("0\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--memory, 2x, is not a size",
    "--cpus, many, is not a number of processors",
    "--pids-limit, 0, is not a number above 0",
    "--user, root, is not UID or UID:GID",
    "--workdir, tmp, is not an absolute path",
    "--env, =, is neither NAME=value nor NAME",
    "--volume, /tmp, is not SRC:DST",
    "--volume, /no/such/file:/x, no such file or directory",
    "--volume, /tmp:/usr/nope, read-only file system",
    "--volume, /tmp:/proc/x, is in /proc",
    "--rootfs, /no/such/folder, no such file or directory",
    "--rootfs, /etc/passwd, not a directory",
    "--memory, 64k, out of memory",
  })
  void aWrongValueIsToldByItsOption(String option, String value, String why, Sandbox sandbox) {
    Container container = sandbox.container();
    Outcome outcome = boxNamed(sandbox, container, option, value, "true").execute();
    outcome.failsSaying(option, why);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void anOrdinaryUserIsToldWhyHeCannotHaveALimit(Sandbox sandbox) {
    Sandbox its = sandbox.asUser();
    Container container = its.container();
    boxNamed(its, container, "--memory", "64m", "true").execute().failsSaying("--memory", "cgroup");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aNameThatIsTakenIsRefusedAndTheFirstBoxStays(Sandbox sandbox) {
    Container container = sandbox.container();
    boxNamed(sandbox, container, "-d", "sleep", "1000").execute().succeeds();
    boxNamed(sandbox, container, "true").execute().failsSaying("--name", container.id());
    assertThat(container.status()).isEqualTo("running");
  }

  private static String output(Sandbox sandbox, String... words) {
    return box(sandbox, words).execute().succeeds().stdout();
  }

  private static Command box(Sandbox sandbox, String... words) {
    List<String> line = new ArrayList<>(List.of("box"));
    line.addAll(List.of(words));
    return sandbox.runtime().command(line.toArray(String[]::new));
  }

  private static Command boxNamed(Sandbox sandbox, Container container, String... words) {
    List<String> line = new ArrayList<>(List.of("--name", container.id()));
    line.addAll(List.of(words));
    return box(sandbox, line.toArray(String[]::new));
  }

  private static Command onATerminal(Sandbox sandbox, List<String> line) {
    return sandbox.program("script", "-qec", String.join(" ", line), "/dev/null").interactive();
  }

  /** The process that waits for the box: what stands before it ends by executing it. */
  private static long runtimeOf(RunningCommand running) {
    return running.pid();
  }

  private static String limit(long pid, String controller, String file) {
    return HostFiles.read(Cgroups.groupOf(pid, controller).resolve(file)).strip();
  }
}
