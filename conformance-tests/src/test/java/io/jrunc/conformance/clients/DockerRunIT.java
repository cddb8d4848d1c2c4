package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Call.Running;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.clients.kit.Machine;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Json;
import io.jrunc.conformance.kit.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code docker run}, and what Docker tells of the runtime: output, input, terminal, exit code. */
@Clients
class DockerRunIT {
  private final Dockerd dockerd = Dockerd.shared();

  @AlsoToday
  @Test
  void infoAndVersionTellTheRuntimeItsVersionAndItsCommit() {
    assertThat(dockerd.docker("info").succeeds().stdout())
        .contains("Default Runtime: " + Dockerd.RUNTIME + "\n");
    List<String> lines =
        Call.of(Machine.runtime().toString(), "--version").run().stdout().lines().toList();
    String version = lines.get(0).replaceFirst(".* version ", "");
    assertThat(
            dockerd
                .docker("version", "--format", "{{range .Server.Components}}{{.}}{{end}}")
                .succeeds()
                .stdout())
        .contains("{" + Dockerd.RUNTIME + " " + version + " ");
  }

  @AlsoToday
  @Test
  void outputErrorsAndTheExitCodeComeFromTheProgram() {
    Outcome outcome = dockerd.run(List.of(), "sh", "-c", "echo out; echo err >&2; exit 255");
    outcome.exits(255);
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
  }

  @AlsoToday
  @Test
  void aCommandThatIsNotThereIs127AndOneThatIsNoProgramIs126() {
    assertThat(dockerd.run(List.of(), "nope").exits(127).stderr())
        .contains("\"nope\"", "executable file not found in $PATH");
    assertThat(dockerd.run(List.of(), "/nope").exits(127).stderr())
        .contains("\"/nope\"", "no such file or directory");
    assertThat(dockerd.run(List.of(), "/etc/passwd").exits(126).stderr())
        .contains("\"/etc/passwd\"", "permission denied");
  }

  @Test
  void whatDockerItselfRefusesIs125AndCallsNoRuntime() {
    assertThat(dockerd.run(List.of("--user", "nosuch"), "id").exits(125).stderr())
        .contains("unable to find user nosuch");
  }

  @Test
  void aProgramThatASignalEndsGives128AndTheSignal() {
    dockerd.run(List.of("--init"), "sh", "-c", "kill -TERM $$").exits(143);
    String container = dockerd.start(List.of(), "sleep", "1000");
    Running waiting = dockerd.call("wait", container).start();
    dockerd.docker("kill", container).succeeds();
    assertThat(waiting.await().succeeds().stdout()).isEqualTo("137\n");
    dockerd.remove(container);
  }

  @AlsoToday
  @Test
  void inputGoesToTheProgramUntilItsEnd() {
    String text = "line\n".repeat(30_000);
    Outcome outcome =
        dockerd
            .call("run", "--rm", "--interactive", Dockerd.IMAGE, "sh", "-c", "cat; exit 4")
            .stdin(text)
            .run();
    assertThat(outcome.exits(4).stdout()).isEqualTo(text);
  }

  @Test
  void inBackgroundWhatIsPrintedIsInTheLogs() {
    String container = dockerd.start(List.of(), "sh", "-c", "echo out; echo err >&2; exit 3");
    assertThat(dockerd.docker("wait", container).stdout()).isEqualTo("3\n");
    Outcome logs = dockerd.docker("logs", container).succeeds();
    assertThat(logs.stdout()).isEqualTo("out\n");
    assertThat(logs.stderr()).isEqualTo("err\n");
    dockerd.remove(container);
  }

  @AlsoToday
  @Test
  void theTerminalHasTheSizeOfTheCallersAlsoWhenThatChanges() {
    String container = Machine.newName();
    String program =
        "tty; until [ \"$(stty size)\" = '33 77' ]; do sleep 0.1; done; echo small;"
            + " until [ \"$(stty size)\" = '44 99' ]; do sleep 0.1; done; echo large; exit 6";
    Running running =
        onTerminal(
            "run --rm --interactive --tty --name "
                + container
                + " "
                + Dockerd.IMAGE
                + " sh -c '"
                + program.replace("'", "'\\''")
                + "'");
    Await.until("the caller's size", () -> running.printed().contains("small"));
    Call.of("stty", "-F", terminalOf(running).toString(), "rows", "44", "cols", "99")
        .run()
        .succeeds();
    assertThat(running.await().exits(6).stdout()).contains("/dev/pts/0", "large");
  }

  @Test
  void whatIsTypedAtTheTerminalReachesTheProgram() {
    Outcome outcome =
        dockerd
            .call(
                "run",
                "--rm",
                "--interactive",
                "--tty",
                Dockerd.IMAGE,
                "sh",
                "-c",
                "read line; echo \"read: $line\"; exit 8")
            .onTerminal()
            .stdin("typed\n")
            .run();
    assertThat(outcome.exits(8).stdout()).contains("read: typed");
  }

  /** Calls docker on a terminal of 33 rows and 77 columns. */
  private Running onTerminal(String line) {
    return Call.of(
            "sh",
            "-c",
            "stty rows 33 cols 77; exec docker --host " + dockerd.address() + " " + line)
        .onTerminal()
        .start();
  }

  private static Path terminalOf(Running running) {
    return Await.value(
        "the caller's terminal",
        () ->
            running
                .process()
                .descendants()
                .map(process -> Path.of("/proc", process.pid() + "/fd/0"))
                .filter(Files::exists)
                .map(HostFiles::target)
                .filter(target -> target.startsWith("/dev/pts/"))
                .map(Path::of)
                .findFirst()
                .or(Optional::empty));
  }

  @Test
  void inspectTellsThePidOfTheProgramWhichIsInAGroupOfTheContainer() {
    String container = dockerd.start(List.of(), "sleep", "1000");
    long pid = Long.parseLong(dockerd.inspect(container, ".State.Pid"));
    assertThat(HostFiles.read(Path.of("/proc", pid + "/cmdline"))).isEqualTo("sleep\0" + "1000\0");
    String id = dockerd.inspect(container, ".Id");
    assertThat(HostFiles.read(Path.of("/proc", pid + "/cgroup"))).contains("/docker/" + id + "\n");
    assertThat(
            Json.parse(dockerd.docker("inspect", container).stdout())
                .at("/0/HostConfig/Runtime")
                .asText())
        .isEqualTo(Dockerd.RUNTIME);
    dockerd.remove(container);
  }
}
