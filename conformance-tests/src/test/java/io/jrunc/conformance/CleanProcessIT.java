package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** runtime-linux.md: what the program inherits, and that nothing of the runtime is among it. */
@Conformance
class CleanProcessIT {

  @Test
  @SpecRule("runtime-linux.md#file-descriptors: only 0, 1 and 2 are open by default")
  void theProgramHasTheStandardFilesOnly(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertThat(Host.openFiles(container.pid())).containsExactly("0", "1", "2");
  }

  @Test
  @SpecRule("runtime-linux.md#file-descriptors: others of the caller must not reach the program")
  void filesThatTheCallerLeaksDoNotReachTheProgram(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.after("exec 3</etc/passwd 5</dev 9</etc/group"));
    assertThat(Host.openFiles(container.pid())).containsExactly("0", "1", "2");
  }

  /** As containerd does for {@code --null-io}: it can't be written to, and it is the host's. */
  @Test
  void theNullDeviceOfTheCallerIsReplacedByTheContainersOwn(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.after("exec </dev/null >/dev/null 2>/dev/null 1</dev/null"));
    for (String stream : List.of("0", "1", "2")) {
      assertThat(device(container.pid(), "fd/" + stream))
          .isEqualTo(device(container.pid(), "root/dev/null"))
          .isNotEqualTo(device(ProcessHandle.current().pid(), "root/dev/null"));
      assertThat(Host.read(container.pid(), "fdinfo/" + stream))
          .containsPattern("flags:\\s+[0-7]*2\n"); // for reading and writing
    }
  }

  private static String device(long pid, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(pid), file);
      return Files.getAttribute(path, "unix:dev") + ":" + Files.getAttribute(path, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @SpecRule("runtime-linux.md#file-descriptors: the runtime may pass more of them on request")
  void preservedFilesReachTheProgramUnderTheirNumbers(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("ls /proc/$$/fd; cat <&4"));
    String host = sandbox.newPath("file").toString();
    String shown =
        container
            .making("run", "--preserve-fds", "2")
            .after("echo passed > " + host + "; exec 3</dev 4<" + host + " 5</etc/group")
            .execute()
            .succeeds()
            .stdout();
    assertThat(shown.lines()).containsExactly("0", "1", "2", "3", "4", "passed");
  }

  @Test
  @SpecRule("runtime-linux.md#file-descriptors: LISTEN_FDS passes files to the program")
  void listenFdsPassesFilesAndItsVariables(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.sh("ls /proc/$$/fd; echo $LISTEN_FDS $LISTEN_PID"));
    String shown =
        container
            .making("run")
            .env("LISTEN_FDS", "1")
            .after("export LISTEN_PID=$$; exec 3</dev/zero")
            .execute()
            .succeeds()
            .stdout();
    assertThat(shown.lines()).containsExactly("0", "1", "2", "3", "1 1");
  }

  @Test
  void noSignalIsBlockedIgnoredOrCaught(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    Map<String, String> status = Host.status(container.pid());
    assertThat(status).containsEntry("SigBlk", "0".repeat(16));
    assertThat(status).containsEntry("SigIgn", "0".repeat(16));
    assertThat(status).containsEntry("SigCgt", "0".repeat(16));
  }

  @Test
  void theCoreDumpFilterIsTheCallers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    assertThat(Host.read(container.pid(), "coredump_filter")).isEqualTo("00000033\n");
  }

  @Test
  void theLimitsOfOpenFilesAreTheCallers(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    container.launch(create -> create.after("ulimit -Sn 300"));
    String hard = sandbox.program("sh", "-c", "ulimit -Hn").execute().stdout().strip();
    assertThat(Host.read(container.pid(), "limits"))
        .containsPattern("Max open files +300 +" + hard + " ");
  }

  @Test
  void theProgramIsAloneInItsPidNamespace(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.sh("echo $$ /proc/[0-9]*"));
    assertThat(container.output()).isEqualTo("1 /proc/1\n");
  }

  @Test
  void theRuntimesWorkingFolderIsNotSeen(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    String cwd =
        sandbox.program("readlink", "/proc/" + container.pid() + "/cwd").execute().stdout();
    assertThat(cwd).isEqualTo("/\n");
  }

  @Test
  void manyLeakedFilesAndALowLimitAreNoObstacle(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    String open =
        "i=3; while [ $i -lt 60 ]; do eval \"exec $i</dev/zero\" || true; i=$((i+1)); done";
    container.launch(
        create -> create.through("bash", "-c", open + "; ulimit -Sn 80; exec \"$@\"", "bash"));
    assertThat(Host.openFiles(container.pid())).containsExactly("0", "1", "2");
  }

  @Test
  void theSameEnvironmentReachesACreatedAndStartedProgramAsARunOne(Sandbox sandbox) {
    Container container = sandbox.container(config -> config.args("env"));
    String run = container.output();
    container.launch().awaitStatus("stopped");
    assertThat(container.written()).isEqualTo(run).isEqualTo("PATH=/sbin:/bin\nHOME=/root\n");
  }
}
