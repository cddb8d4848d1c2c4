package io.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.clients.kit.AlsoToday;
import io.jrunc.conformance.clients.kit.Call;
import io.jrunc.conformance.clients.kit.Call.Running;
import io.jrunc.conformance.clients.kit.Clients;
import io.jrunc.conformance.clients.kit.Dockerd;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code docker exec}. */
@Clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerExecIT {
  private final Dockerd dockerd = Dockerd.shared();
  private String container = "";

  @BeforeAll
  void start() {
    container =
        dockerd.start(List.of(), "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done");
  }

  @AfterAll
  void remove() {
    dockerd.remove(container);
  }

  @AlsoToday
  @Test
  void outputErrorsInputAndTheExitCodeAreThoseOfTheProgram() {
    Outcome outcome =
        dockerd
            .call("exec", "--interactive", container, "sh", "-c", "cat; echo err >&2; exit 9")
            .stdin("in\n")
            .run();
    assertThat(outcome.exits(9).stdout()).isEqualTo("in\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
  }

  @Test
  void everyExitCodeComesThrough() {
    for (int code : new int[] {0, 1, 2, 125, 126, 127, 128, 137, 254, 255}) {
      dockerd.docker("exec", container, "sh", "-c", "exit " + code).exits(code);
    }
  }

  @AlsoToday
  @Test
  void userEnvironmentAndFolderAreThoseThatWereAskedFor() {
    String script = "echo $A; id -u; id -g; id -G; pwd";
    assertThat(
            exec(
                "--user",
                "1000:2000",
                "--env",
                "A=b c",
                "--workdir",
                "/tmp",
                container,
                "sh",
                "-c",
                script))
        .isEqualTo("b c\n1000\n2000\n2000\n/tmp\n");
    // by name, the groups of /etc/group are his as well
    assertThat(exec("--user", "user", container, "id", "-G")).isEqualTo("1000 2000\n");
  }

  private String exec(String... words) {
    String[] line = new String[words.length + 1];
    line[0] = "exec";
    System.arraycopy(words, 0, line, 1, words.length);
    return dockerd.docker(line).succeeds().stdout();
  }

  @AlsoToday
  @Test
  void onATerminalItHasTheCallersSizeAndTakesWhatIsTyped() {
    Outcome outcome =
        Call.of(
                "sh",
                "-c",
                "stty rows 33 cols 77; exec docker --host "
                    + dockerd.address()
                    + " exec --interactive --tty "
                    + container
                    + " sh -c 'until [ \"$(stty size)\" = \"33 77\" ]; do sleep 0.1; done;"
                    + " read line; echo \"read: $line\"; tty; exit 5'")
            .onTerminal()
            .stdin("typed\n")
            .run();
    assertThat(outcome.exits(5).stdout()).contains("read: typed", "/dev/pts/");
  }

  @Test
  void inBackgroundItGoesOnAfterTheCallAndSeesTheContainer() {
    exec("--detach", container, "sh", "-c", "echo $$ >/tmp/background; exec sleep 1000");
    Await.until(
        "its file",
        () -> dockerd.docker("exec", container, "cat", "/tmp/background").exitCode() == 0);
    String pid = exec(container, "cat", "/tmp/background").strip();
    assertThat(exec(container, "cat", "/proc/" + pid + "/comm")).isEqualTo("sleep\n");
    exec(container, "kill", "-9", pid);
  }

  @Test
  void aProgramThatIsKilledGives128AndTheSignal() {
    Running running =
        dockerd.call("exec", container, "sh", "-c", "echo $$; exec sleep 1000").start();
    Await.until("its pid", () -> running.printed().endsWith("\n"));
    exec(container, "kill", "-9", running.printed().strip());
    running.await().exits(137);
  }

  @AlsoToday
  @Test
  void aCommandThatCannotBeRunIsNamedAndTheContainerGoesOn() {
    // Docker 20.10 has 126 for all
    assertThat(failed(container, "nope"))
        .contains("\"nope\"", "executable file not found in $PATH");
    assertThat(failed(container, "/etc/passwd")).contains("\"/etc/passwd\"", "permission denied");
    assertThat(failed("--workdir", "/nope", container, "pwd"))
        .contains("/nope", "no such file or directory");
    // which Docker finds out by itself, and tells in another place and by another code
    Outcome unknown = dockerd.docker("exec", "--user", "nosuch", container, "id");
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.stdout() + unknown.stderr()).contains("unable to find user nosuch");
    assertThat(dockerd.inspect(container, ".State.Running")).isEqualTo("true");
  }

  private String failed(String... words) {
    String[] line = new String[words.length + 1];
    line[0] = "exec";
    System.arraycopy(words, 0, line, 1, words.length);
    Outcome outcome = dockerd.docker(line);
    assertThat(outcome.exitCode()).as(outcome::toString).isIn(126, 127);
    return outcome.stdout() + outcome.stderr();
  }

  @Test
  void whenTheContainerEndsSoDoesWhatRunsInItAndNothingCanBeStartedInIt() {
    String ending = dockerd.start(List.of(), "sleep", "1000");
    Running running = dockerd.call("exec", ending, "sh", "-c", "echo up; exec sleep 1000").start();
    Await.until("the exec", () -> running.printed().equals("up\n"));
    dockerd.docker("kill", ending).succeeds();
    running.await().exits(137);
    dockerd.docker("exec", ending, "true").exits(1).failsSaying("is not running");
    dockerd.remove(ending);
  }
}
