package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Containerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Cgroups;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ctr tasks}: what is done with a running container. */
@Clients
class CtrTasksIT {
  private final Containerd containerd = Containerd.shared();

  @AlsoToday
  @Test
  void execRunsOneMoreProgramWithAUserAFolderAndAnExitCode() {
    String name = containerd.sleeping();
    // told by exit codes: at times ctr misses the output of a program that ends at once
    String script = "[ \"$(id -u) $(id -g) $PWD\" = '5 6 /tmp' ] && exit 9";
    exec(name, "--user", "5:6", "--cwd", "/tmp", name, "sh", "-c", script).exits(9);
    exec(name, name, "/nope").failsSaying("OCI runtime exec failed", "\"/nope\"", "no such file");
    exec(name, "--cwd", "/nope", name, "pwd").failsSaying("/nope", "no such file or directory");
    containerd.remove(name);
  }

  @AlsoToday
  @Test
  void execWithTHasATerminal() {
    String name = containerd.sleeping();
    String script = "read line; [ \"$(tty) $line\" = '/dev/pts/0 typed' ] && exit 4";
    containerd
        .ctr("tasks", "exec", "-t", "--exec-id", "e", name, "sh", "-c", script)
        .onTerminal()
        .stdin("typed\n")
        .run()
        .exits(4);
    containerd.remove(name);
  }

  @Test
  void aProgramThatWasStartedInTheBackgroundIsListedKilledAndDeleted() {
    String name = containerd.sleeping();
    exec("e", "--detach", name, "/bin/sleep", "1000").succeeds();
    String listed = tasks("ps", name).succeeds().stdout();
    assertThat(listed)
        .contains(containerd.pid(name) + " ")
        .containsPattern("(?i)\\d+ .*exec_?id:\"?e\\b");
    assertThat(listed.lines()).hasSize(3);
    tasks("kill", "--exec-id", "e", "--signal", "9", name).succeeds();
    Await.until("one process", () -> tasks("ps", name).stdout().lines().count() == 2);
    Outcome deleted = tasks("delete", "--exec-id", "e", name);
    assertThat(deleted.exitCode()).as(deleted.toString()).isIn(0, 137);
    assertThat(containerd.status(name)).isEqualTo("RUNNING");
    containerd.remove(name);
  }

  @Test
  void aSignalReachesTheProgramWhoseExitCodeIsCtrs() {
    String name = Machine.newName();
    Call.Running running =
        containerd
            .run(
                "--rm",
                Containerd.BOX,
                name,
                "sh",
                "-c",
                "trap 'echo got it; exit 42' USR1; echo ready; while :; do sleep 0.1; done")
            .start();
    Await.until("ready", () -> running.printed().contains("ready"));
    tasks("kill", "--signal", "SIGUSR1", name).succeeds();
    assertThat(running.await().exits(42).stdout()).contains("got it");
  }

  @Test
  void killEndsWithOneHundredAndTwentyEightAndTheSignal() {
    String name = containerd.sleeping();
    tasks("kill", "--signal", "9", name).succeeds();
    Await.until("the end", () -> containerd.status(name).equals("STOPPED"));
    tasks("kill", name).failsSaying("not found");
    tasks("pause", name).fails();
    exec("e", name, "true").fails();
    Outcome deleted = tasks("delete", name);
    assertThat(deleted.stderr()).contains("137");
    assertThat(containerd.status(name)).isEmpty();
    containerd.ctr("containers", "delete", name).run().succeeds();
  }

  @Test
  void inTheHostsPidNamespaceAllProcessesEnd() {
    String container = threeProcessesInTheHostsPidNamespace();
    Path group = Cgroups.groupOf(containerd.pid(container), "pids");
    Path processes = group.resolve("cgroup.procs");
    tasks("kill", "--all", "--signal", "9", container).succeeds();
    Await.until("the end", () -> containerd.status(container).equals("STOPPED"));
    Await.until(
        "no process", () -> HostFiles.readIfThere(processes).map(String::isEmpty).orElse(true));
    containerd.remove(container);
    assertThat(group).doesNotExist();
  }

  private String threeProcessesInTheHostsPidNamespace() {
    String container = Machine.newName();
    String script = "sleep 1000 & sleep 1000 & wait";
    containerd
        .run(
            "--detach",
            "--with-ns",
            "pid:/proc/1/ns/pid",
            Containerd.BOX,
            container,
            "sh",
            "-c",
            script)
        .run()
        .succeeds();
    Path group = Cgroups.groupOf(containerd.pid(container), "pids");
    Path processes = group.resolve("cgroup.procs");
    Await.until("three processes", () -> HostFiles.read(processes).lines().count() == 3);
    return container;
  }

  @Test
  void theDeathOfTheFirstProcessIsThatOfAllInTheHostsPidNamespace() {
    String container = threeProcessesInTheHostsPidNamespace();
    Path group = Cgroups.groupOf(containerd.pid(container), "pids");
    Path processes = group.resolve("cgroup.procs");
    tasks("kill", "--signal", "9", container).succeeds();
    Await.until(
        "no process", () -> HostFiles.readIfThere(processes).map(String::isEmpty).orElse(true));
    containerd.remove(container);
  }

  @AlsoToday
  @Test
  void aPausedContainerIsFrozenUntilItIsResumedOrKilled() {
    String name = containerd.sleeping();
    tasks("pause", name).succeeds();
    assertThat(containerd.status(name)).isEqualTo("PAUSED");
    exec("e", name, "true").failsSaying("paused");
    tasks("resume", name).succeeds();
    assertThat(containerd.status(name)).isEqualTo("RUNNING");
    exec("f", name, "true").succeeds();
    tasks("pause", name).succeeds();
    tasks("kill", "--signal", "9", name).succeeds();
    Await.until("the end", () -> containerd.status(name).equals("STOPPED"));
    containerd.remove(name);
  }

  @Test
  void metricsTellOfMemoryProcessorAndProcesses() {
    String name = containerd.sleeping("--memory-limit", "33554432");
    String metrics = tasks("metrics", name).succeeds().stdout();
    if (Cgroups.isV1()) {
      assertThat(metrics)
          .containsPattern("memory.usage_in_bytes +[1-9]")
          .containsPattern("memory.limit_in_bytes +33554432")
          .containsPattern("cpuacct.usage +[1-9]");
    } else {
      assertThat(metrics).containsPattern("memory.usage +[1-9]");
    }
    assertThat(metrics).containsPattern("pids.current +1\\b");
    containerd.remove(name);
  }

  @Test
  void aRunningTaskIsNotDeleted() {
    String name = containerd.sleeping();
    long pid = containerd.pid(name);
    assertThat(tasks("delete", name).stderr()).contains("must be stopped");
    assertThat(Host.isRunning(pid)).isTrue();
    containerd.remove(name);
    assertThat(Host.isRunning(pid)).isFalse();
  }

  @Test
  void aCheckpointIsRefusedWithTheRuntimesReasonAndTheContainerGoesOn() {
    String name = containerd.sleeping();
    tasks("checkpoint", name).failsSaying(Machine.runtime() + " did not terminate successfully");
    assertThat(containerd.status(name)).isEqualTo("RUNNING");
    exec("e", name, "true").succeeds();
    containerd.remove(name);
  }

  private Outcome tasks(String... words) {
    return containerd.tasks(words).run();
  }

  private Outcome exec(String id, String... words) {
    return containerd.exec(id, words).run();
  }
}
