package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.OnlyFor;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exec command: one more program in a container that exists. */
@Conformance
class ExecIT {
  private static final List<String> NONE = List.of();
  private static final int FIRST = 200_000;

  @AlsoOnV2
  @Test
  void theProgramIsInTheContainersNamespacesAndNotItsFirstProcess(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.namespace("cgroup"));
    String links =
        container.execSh(
            NONE, "for n in cgroup ipc mnt net pid uts; do readlink /proc/self/ns/$n; done");
    List<String> expected = new ArrayList<>();
    for (String type : List.of("cgroup", "ipc", "mnt", "net", "pid", "uts")) {
      expected.add(Host.namespace(container.pid(), type));
    }
    assertThat(links.lines()).containsExactlyElementsOf(expected);
    assertThat(container.execSh(NONE, "echo $$").strip()).isNotEqualTo("1");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0, 1, 7, 126, 127, 254})
  void execEndsWithTheExitCodeOfTheProgram(int code, Sandbox sandbox) {
    running(sandbox).exec("sh", "-c", "exit " + code).exits(code);
  }

  @Test
  void aProgramThatIsKilledEndsExecWith128AndTheSignal(Sandbox sandbox) {
    running(sandbox).exec("sh", "-c", "kill -9 $$").exits(128 + 9);
  }

  @Test
  void standardStreamsArePassedOn(Sandbox sandbox) {
    Container container = running(sandbox);
    Outcome outcome =
        container
            .executing(NONE, "sh", "-c", "cat; echo problem >&2")
            .stdin("one\ntwo\n")
            .execute()
            .succeeds();
    assertThat(outcome.stdout()).isEqualTo("one\ntwo\n");
    assertThat(outcome.stderr()).isEqualTo("problem\n");
  }

  @Test
  void aLargeInputIsPassedOnUnchanged(Sandbox sandbox) {
    String input = "0123456789abcdef\n".repeat(100_000);
    String host = sandbox.program("md5sum").stdin(input).execute().succeeds().stdout();
    Outcome outcome = running(sandbox).executing(NONE, "md5sum").stdin(input).execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo(host);
  }

  @Test
  void optionsAfterTheContainerBelongToTheCommand(Sandbox sandbox) {
    Container container = running(sandbox);
    assertThat(container.exec("echo", "-u", "5", "--tty", "--", "x").succeeds().stdout())
        .isEqualTo("-u 5 --tty -- x\n");
  }

  @Test
  void userEnvironmentAndDirectoryAreThoseOfTheContainer(Sandbox sandbox) {
    Container container =
        running(
            sandbox,
            config ->
                config
                    .set("/process/user", Map.of("uid", 7, "gid", 8, "additionalGids", List.of(9)))
                    .set("/process/cwd", "/tmp")
                    .add("/process/env", "OWN=1"));
    String seen = container.execSh(NONE, "id -u; id -g; id -G; pwd; echo $OWN; echo $HOME");
    assertThat(seen).isEqualTo("7\n8\n8 9\n/tmp\n1\n/root\n");
  }

  @Test
  @SpecRule("config.md#posix-platform-user: umask is that of the user")
  void theUmaskIsThatOfTheContainer(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.set("/process/user/umask", 0057));
    assertThat(container.execSh(NONE, "umask")).isEqualTo("0057\n");
  }

  @Test
  void limitsAndNoNewPrivilegesAreThoseOfTheContainer(Sandbox sandbox) {
    Container container =
        running(
            sandbox,
            config ->
                config
                    .set("/process/noNewPrivileges", true)
                    .add(
                        "/process/rlimits",
                        Map.of("type", "RLIMIT_NOFILE", "soft", 77, "hard", 88)));
    assertThat(container.execSh(NONE, "ulimit -n; ulimit -Hn; grep NoNew /proc/self/status"))
        .isEqualTo("77\n88\nNoNewPrivs:\t1\n");
  }

  @Test
  void theProgramHasTheContainersCapabilitiesAndNoneIsInheritable(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.capabilities("CAP_KILL", "CAP_CHOWN"));
    assertThat(capabilities(container, NONE))
        .containsEntry("CapBnd", "0000000000000021")
        .containsEntry("CapEff", "0000000000000021")
        .containsEntry("CapPrm", "0000000000000021")
        .containsEntry("CapInh", "0000000000000000")
        .containsEntry("CapAmb", "0000000000000000");
  }

  @Test
  void capAddsCapabilitiesOfWhichNoneIsInheritable(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.capabilities("CAP_CHOWN"));
    assertThat(capabilities(container, List.of("--cap", "CAP_KILL", "--cap", "CAP_FOWNER")))
        .containsEntry("CapBnd", "0000000000000029")
        .containsEntry("CapEff", "0000000000000029")
        .containsEntry("CapPrm", "0000000000000029")
        .containsEntry("CapInh", "0000000000000000")
        .containsEntry("CapAmb", "0000000000000000");
  }

  @Test
  void anotherUserHasNoCapabilitiesInEffect(Sandbox sandbox) {
    Container container = running(sandbox);
    assertThat(capabilities(container, List.of("--user", "1000")))
        .containsEntry("CapInh", "0000000000000000")
        .containsEntry("CapAmb", "0000000000000000");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"5, 5:8", "5:6, 5:6", "0:6, 0:6", "4294967294:0, 4294967294:0"})
  void userSetsIds(String option, String ids, Sandbox sandbox) {
    Container container =
        running(sandbox, config -> config.set("/process/user", Map.of("uid", 7, "gid", 8)));
    assertThat(container.execSh(List.of("--user", option), "echo $(id -u):$(id -g)"))
        .isEqualTo(ids + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"root", "1x", "0x1", "1:", "1:root", " 1"})
  void aUserThatIsNoNumberIsRefusedAndNotTakenForRoot(String user, Sandbox sandbox) {
    Container container = running(sandbox);
    container.executing(List.of("--user", user), "id").execute().exits(255);
  }

  @Test
  void additionalGidsAreAdded(Sandbox sandbox) {
    Container container =
        running(sandbox, config -> config.set("/process/user/additionalGids", List.of(20)));
    List<String> options = List.of("--additional-gids", "30", "--additional-gids", "40");
    assertThat(container.execSh(options, "id -G")).isEqualTo("0 20 30 40\n");
  }

  @Test
  void envAddsVariablesAndTheLastOfANameCounts(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.add("/process/env", "A=1"));
    List<String> options = List.of("-e", "B=2", "--env", "A=3", "-e", "C=a b=c");
    assertThat(container.execSh(options, "echo $A$B; echo \"$C\"")).isEqualTo("32\na b=c\n");
  }

  @Test
  void cwdSetsTheWorkingDirectory(Sandbox sandbox) {
    assertThat(running(sandbox).execSh(List.of("--cwd", "/etc"), "pwd")).isEqualTo("/etc\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/nowhere", "etc", "/proc/self/fd/7"})
  void aWorkingDirectoryThatIsNoneIsAFailure(String cwd, Sandbox sandbox) {
    running(sandbox).executing(List.of("--cwd", cwd), "true").execute().exits(255);
  }

  @Test
  void aRemovedWorkingDirectoryOfTheCallerIsNoConcernOfTheProgram(Sandbox sandbox) {
    Container container = running(sandbox);
    Path folder = sandbox.newFolder();
    Outcome outcome =
        container.executing(NONE, "pwd").in(folder).after("rmdir " + folder).execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("/\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"--no-new-privs, 1", "--no-new-privs=true, 1", "--no-new-privs=false, 0"})
  void noNewPrivsIsSetAsTheOptionSays(String option, String flag, Sandbox sandbox) {
    assertThat(running(sandbox).execSh(List.of(option), "grep NoNewPrivs /proc/self/status"))
        .isEqualTo("NoNewPrivs:\t" + flag + "\n");
  }

  @Test
  void laterChangesOfTheBundleHaveNoEffect(Sandbox sandbox) {
    Container container = running(sandbox);
    container.bundle().write(container.bundle().config().add("/process/env", "LATER=1"));
    assertThat(container.execSh(NONE, "echo -$LATER-")).isEqualTo("--\n");
    HostFiles.delete(container.bundle().configFile());
    container.exec("true").succeeds();
  }

  @Test
  void aProcessFileSaysAll(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.add("/process/env", "OWN=1"));
    Map<String, Object> process = process("sh", "-c", "id -u; id -g; pwd; umask; echo $A-$OWN");
    process.put("user", Map.of("uid", 5, "gid", 6, "umask", 0077));
    process.put("cwd", "/tmp");
    process.put("env", List.of("PATH=/bin", "A=1"));
    Path file = write(sandbox, process);
    assertThat(withFile(container, file).succeeds().stdout()).isEqualTo("5\n6\n/tmp\n0077\n1-\n");
  }

  @Test
  void aProcessFileWithoutArgumentsIsRefused(Sandbox sandbox) {
    Map<String, Object> process = process();
    process.remove("args");
    withFile(running(sandbox), write(sandbox, process)).exits(255);
  }

  @Test
  void aProcessFileThatIsNotThereIsAFailure(Sandbox sandbox) {
    withFile(running(sandbox), sandbox.newPath("json")).exits(255);
  }

  @Test
  void execNeedsACommand(Sandbox sandbox) {
    running(sandbox).exec().fails();
  }

  @Test
  void onlyTheStandardFilesReachTheProgram(Sandbox sandbox) {
    Container container = running(sandbox);
    Outcome outcome =
        container
            .executing(NONE, "sh", "-c", "ls /proc/$$/fd; true")
            .after("exec 5</etc")
            .execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("0\n1\n2\n");
  }

  @Test
  void preservedFilesReachTheProgram(Sandbox sandbox) {
    Container container = running(sandbox);
    Path given = HostFiles.write(sandbox.newPath("txt"), "given\n");
    Outcome outcome =
        container
            .executing(List.of("--preserve-fds", "2"), "sh", "-c", "ls /proc/$$/fd; cat <&4")
            .after("exec 3</dev/null 4<" + given + " 5</etc")
            .execute();
    assertThat(outcome.succeeds().stdout()).isEqualTo("0\n1\n2\n3\n4\ngiven\n");
  }

  @AlsoOnV2
  @Test
  void theProgramIsInTheContainersCgroups(Sandbox sandbox) {
    Container container = running(sandbox);
    String own = Host.read(container.pid(), "cgroup");
    assertThat(container.execSh(NONE, "cat /proc/self/cgroup").lines().sorted())
        .containsExactlyElementsOf(own.lines().sorted().toList());
  }

  @Test
  @Requires({Need.CGROUP_V1, Need.PIDS_CONTROLLER})
  void theCgroupCanBeOneBelowTheContainers(Sandbox sandbox) throws IOException {
    Container container = running(sandbox);
    Path group = Cgroups.groupOf(container.pid(), "pids");
    Files.createDirectory(group.resolve("below"));
    String groups =
        container.execSh(List.of("--cgroup", "pids:below"), "grep -w pids /proc/self/cgroup");
    assertThat(groups.strip()).endsWith(container.id() + "/below");
    container.executing(List.of("--cgroup", "pids:../.."), "true").execute().exits(255);
    container.executing(List.of("--cgroup", "pids:none"), "true").execute().exits(255);
    container.executing(List.of("--cgroup", "tape:below"), "true").execute().exits(255);
    Cgroups.remove(group.resolve("below"));
  }

  @Test
  void aCommandThatIsNotThereIsToldInTheWordsThatClientsKnow(Sandbox sandbox) {
    Container container = running(sandbox);
    container
        .exec("/nope")
        .failsSaying("/nope", "stat /nope: no such file or directory")
        .exits(255);
    container.exec("nope").failsSaying("nope", "executable file not found in $PATH").exits(255);
    container.exec("/etc").failsSaying("/etc", "permission denied").exits(255);
  }

  @Test
  void aFileThatMayNotBeExecutedIsToldInTheWordsThatClientsKnow(Sandbox sandbox) {
    Container container = running(sandbox);
    HostFiles.mode(
        HostFiles.write(container.bundle().rootfs().resolve("etc/plain"), "text"), "0644");
    container.exec("/etc/plain").failsSaying("/etc/plain", "permission denied").exits(255);
  }

  @Test
  void aFileThatIsNoProgramIsAFailure(Sandbox sandbox) {
    Container container = running(sandbox);
    HostFiles.mode(
        HostFiles.write(container.bundle().rootfs().resolve("etc/odd"), "\177ELFodd"), "0755");
    container.exec("/etc/odd").failsSaying("exec format error").exits(255);
  }

  @Test
  void execInAContainerThatDoesNotExistFails(Sandbox sandbox) {
    sandbox
        .runtime()
        .command("exec", sandbox.newId(), "true")
        .execute()
        .failsSaying("does not exist")
        .exits(255);
  }

  @Test
  void execInAStoppedContainerFails(Sandbox sandbox) {
    Container container = running(sandbox);
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    container.exec("true").failsSaying("cannot exec in a stopped container").exits(255);
  }

  @Test
  void execInACreatedContainerRunsTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.create().succeeds();
    assertThat(container.execSh(NONE, "echo here")).isEqualTo("here\n");
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeds();
  }

  @Test
  @Requires(Need.CGROUP_V1)
  void execInAPausedContainerFailsUnlessToldOtherwise(Sandbox sandbox) {
    Container container = running(sandbox);
    Path freezer = Cgroups.groupOf(container.pid(), "freezer").resolve("freezer.state");
    HostFiles.write(freezer, "FROZEN");
    Await.until("the container to be frozen", () -> HostFiles.read(freezer).equals("FROZEN\n"));
    try {
      container.exec("true").failsSaying("cannot exec in a paused container").exits(255);
      assertThat(container.status()).isEqualTo("paused");
      RunningCommand waiting =
          container.executing(List.of("--ignore-paused"), "echo", "thawed").start();
      Await.until("a second process", () -> processes(freezer.resolveSibling("cgroup.procs")) > 1);
      assertThat(waiting.stdout()).isEmpty();
      HostFiles.write(freezer, "THAWED");
      assertThat(waiting.await().succeeds().stdout()).isEqualTo("thawed\n");
    } finally {
      HostFiles.write(freezer, "THAWED");
    }
  }

  @Test
  void theEndOfTheContainerEndsTheProgram(Sandbox sandbox) {
    Container container = running(sandbox);
    RunningCommand exec =
        container.executing(NONE, "sh", "-c", "echo ready; exec sleep 1000").start();
    Await.until("the program to run", () -> exec.stdout().contains("ready"));
    container.kill("KILL").succeeds();
    exec.await().exits(128 + 9);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TERM", "INT", "HUP", "USR1", "QUIT"})
  void signalsArePassedOnToTheProgram(String signal, Sandbox sandbox) {
    String script =
        "trap 'echo got; kill $!; exit 7' " + signal + "; echo ready; sleep 1000 & wait";
    RunningCommand exec = running(sandbox).executing(NONE, "sh", "-c", script).start();
    Await.until("the program to run", () -> exec.stdout().contains("ready"));
    exec.signal(signal);
    assertThat(exec.await().exits(7).stdout()).isEqualTo("ready\ngot\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "/bin/sleep"})
  void execDetachedReturnsWhileTheProgramRuns(String program, Sandbox sandbox) {
    Container container = running(sandbox);
    Path pidFile = sandbox.newPath("pid");
    container
        .executing(List.of("--detach", "--pid-file", pidFile.toString()), program, "1001")
        .execute()
        .succeeds();
    String pid = HostFiles.read(pidFile);
    assertThat(pid).matches("[1-9][0-9]*");
    assertThat(Host.namespace(pid, "pid")).isEqualTo(Host.namespace(container.pid(), "pid"));
    Await.until("the program", () -> Host.read(Long.parseLong(pid), "cmdline").contains("1001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "/nope", "/etc"})
  void aFailureLeavesNoPidFile(String program, Sandbox sandbox) {
    Path pidFile = sandbox.newPath("pid");
    running(sandbox)
        .executing(List.of("--pid-file", pidFile.toString()), program)
        .execute()
        .exits(255);
    assertThat(pidFile).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "/nope", "/etc"})
  void aFailureLeavesThePidFileThatWasThere(String program, Sandbox sandbox) {
    Path pidFile = sandbox.newPath("pid");
    HostFiles.write(pidFile, "42");
    running(sandbox)
        .executing(List.of("--pid-file", pidFile.toString()), program)
        .execute()
        .exits(255);
    assertThat(HostFiles.read(pidFile)).isEqualTo("42");
  }

  @Test
  void aTerminalIsSentToTheConsoleSocket(Sandbox sandbox) {
    Container container = running(sandbox);
    Console console = Console.open(sandbox);
    container
        .executing(
            List.of("--tty", "--detach", "--console-socket", console.socket()),
            "sh",
            "-c",
            "tty; read line; echo \"<$line>\"")
        .execute()
        .succeeds();
    console.awaitShown("/dev/pts/0").type("typed\n");
    assertThat(console.awaitEnd()).isEqualTo("/dev/pts/0\r\ntyped\r\n<typed>\r\n");
  }

  @Test
  @SpecRule("config.md#process: consoleSize is the size of the terminal in characters")
  void aProcessFileSaysHowLargeItsTerminalIs(Sandbox sandbox) {
    Container container = running(sandbox);
    Map<String, Object> process = process("stty", "size");
    process.put("terminal", true);
    process.put("consoleSize", Map.of("height", 33, "width", 101));
    Console console = Console.open(sandbox);
    container
        .executing(
            List.of(
                "--detach",
                "--console-socket",
                console.socket(),
                "--process",
                write(sandbox, process).toString()))
        .execute()
        .succeeds();
    assertThat(console.awaitEnd()).isEqualTo("33 101\r\n");
  }

  @Test
  void aTerminalInTheBackgroundNeedsAConsoleSocket(Sandbox sandbox) {
    running(sandbox).executing(List.of("-t", "-d"), "true").execute().exits(255);
  }

  @Test
  @Requires(Need.SCRIPT)
  void ttyGivesATerminalOfTheContainersOnACallersTerminal(Sandbox sandbox) {
    Container container = running(sandbox);
    String line =
        String.join(
            " ", container.executing(List.of("--tty"), "stat", "-c", "%t", "/dev/pts/0").line());
    Outcome outcome = sandbox.program("script", "-qec", line, "/dev/null").interactive().execute();
    // not its end: runc leaves it to chance which of the two terminals makes \r\n of \n
    assertThat(outcome.succeeds().stdout().strip()).isEqualTo("88");
  }

  /** Named by its path, so that nothing has to be looked for before the program runs. */
  @Test
  @Requires(Need.SCRIPT)
  void theTerminalHasTheCallersSizeBeforeTheProgramRuns(Sandbox sandbox) {
    Container container = running(sandbox);
    List<String> exec = container.executing(List.of("--tty"), "/bin/stty", "size").line();
    String line = "stty rows 33 cols 101; " + String.join(" ", exec);
    Outcome outcome = sandbox.program("script", "-qec", line, "/dev/null").interactive().execute();
    assertThat(outcome.succeeds().stdout().strip()).isEqualTo("33 101");
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void idsAreThoseOfTheContainersUserNamespace(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.userNamespace(FIRST));
    RunningCommand exec =
        container
            .executing(List.of("-u", "7:8", "-g", "9"), "sh", "-c", "id -u; exec sleep 1000")
            .start();
    Await.until("the program to run", () -> exec.stdout().contains("7"));
    long pid =
        Await.value(
            "the program",
            () -> Host.pids().stream().filter(p -> hasIds(p, FIRST + 7, FIRST + 8)).findFirst());
    assertThat(Host.namespace(pid, "user")).isEqualTo(Host.namespace(container.pid(), "user"));
    assertThat(Host.status(pid)).containsEntry("Groups", Integer.toString(FIRST + 9));
    Host.kill("KILL", pid);
    exec.await().exits(137);
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void anIdThatIsNotMappedIsRefused(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.userNamespace(FIRST));
    container.executing(List.of("--user", "70000"), "true").execute().exits(255);
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void anOrdinaryUsersContainerTakesProgramsOfHis(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping);
    container.create().succeeds();
    assertThat(container.execSh(NONE, "id -u; id -g")).isEqualTo("0\n0\n");
    container.start().succeeds();
    assertThat(container.execSh(NONE, "id -u; id -g")).isEqualTo("0\n0\n");
    container.executing(List.of("--user", "5"), "true").execute().exits(255);
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void anOrdinaryUsersProgramMayHaveATerminal(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    assertThat(container.execSh(List.of("-t"), "[ -t 0 ] && echo yes")).isEqualTo("yes\r\n");
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  @OnlyFor("jrunc")
  void whereGroupsCantBeSetOnlyAskingForThemIsAFailure(Sandbox sandbox) {
    Container container = sandbox.asUser().container(Config::sleeping).launch();
    container
        .executing(List.of("--additional-gids", "0"), "true")
        .execute()
        .failsSaying("/process/user/additionalGids")
        .exits(255);
  }

  /** Who joins a container must not be a way out of it (CVE-2016-9962). */
  @Test
  void theContainerCantLookIntoAProgramThatIsOnItsWay(Sandbox sandbox) {
    Container container =
        running(
            sandbox,
            config ->
                config.sh(
                    "while [ ! -e /stop ]; do for p in /proc/[0-9]*; do"
                        + " case $p in /proc/1) ;; *) for f in $(ls $p/fd 2>/dev/null); do"
                        + " case $f in [012]) ;; *) readlink $p/fd/$f 2>/dev/null"
                        + " | grep -v -e ^/proc -e ^pipe: ;; esac; done ;; esac; done; done"));
    for (int i = 0; i < 5; i++) {
      container.exec("true").succeeds();
    }
    HostFiles.write(container.bundle().rootfs().resolve("stop"), "");
    container.awaitStatus("stopped");
    assertThat(container.written()).isEmpty();
  }

  @Test
  void aContainerWithoutAPidNamespaceTakesPrograms(Sandbox sandbox) {
    Container container = running(sandbox, config -> config.withoutNamespace("pid"));
    assertThat(container.execSh(NONE, "ls /").lines()).contains("bin", "proc");
  }

  @Test
  void aContainerWithoutPivotRootTakesPrograms(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    HostFiles.write(container.bundle().rootfs().resolve("mark"), "marked\n");
    container.create("--no-pivot").succeeds();
    container.start().succeeds();
    assertThat(container.execSh(NONE, "cat /mark; cat /../mark")).isEqualTo("marked\nmarked\n");
  }

  @Test
  void twentyProgramsAtOnceAllEndAsTheyShould(Sandbox sandbox) {
    Container container = running(sandbox);
    List<RunningCommand> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(container.executing(NONE, "sh", "-c", "echo " + i + "; exit " + i).start());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(all.get(i).await().exits(i).stdout()).isEqualTo(i + "\n");
    }
  }

  private static Container running(Sandbox sandbox) {
    return running(sandbox, config -> {});
  }

  private static Container running(Sandbox sandbox, Consumer<Config> edits) {
    return sandbox.container(config -> edits.accept(config.sleeping())).launch();
  }

  private static Map<String, Object> process(String... arguments) {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("args", List.of(arguments));
    process.put("cwd", "/");
    process.put("env", List.of("PATH=/bin"));
    process.put("user", Map.of("uid", 0, "gid", 0));
    return process;
  }

  private static Path write(Sandbox sandbox, Map<String, Object> process) {
    return HostFiles.write(sandbox.newPath("json"), Json.write(process));
  }

  private static Outcome withFile(Container container, Path file) {
    return container.executing(List.of("--process", file.toString())).execute();
  }

  private static Map<String, String> capabilities(Container container, List<String> options) {
    Outcome outcome = container.executing(options, "cat", "/proc/self/status").execute();
    return Host.parseStatus(outcome.succeeds().stdout());
  }

  private static long processes(Path procs) {
    return HostFiles.read(procs).lines().count();
  }

  private static boolean hasIds(long pid, int uid, int gid) {
    try {
      Map<String, String> status = Host.status(pid);
      return status.getOrDefault("Uid", "").startsWith(uid + "\t")
          && status.getOrDefault("Gid", "").startsWith(gid + "\t")
          && Host.read(pid, "cmdline").startsWith("sleep");
    } catch (RuntimeException e) {
      return false; // it has ended
    }
  }
}
