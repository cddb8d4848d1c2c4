package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Console;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.HostFiles;
import io.jrunc.conformance.kit.Need;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Requires;
import io.jrunc.conformance.kit.RunningCommand;
import io.jrunc.conformance.kit.Sandbox;
import io.jrunc.conformance.kit.SpecRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** config.md#process: terminal and consoleSize, with --console-socket and on a caller's tty. */
@Conformance
class ConsoleIT {

  @Test
  @SpecRule("config.md#process: with terminal, standard input, output and error are a terminal")
  void theStandardFilesAreTheTerminalThatWasSent(Sandbox sandbox) {
    assertThat(show(sandbox, "tty; for fd in 0 1 2; do [ -t $fd ] && echo $fd; done"))
        .isEqualTo("/dev/pts/0\r\n0\r\n1\r\n2\r\n");
  }

  @Test
  @SpecRule("config-linux.md#default-devices: with terminal, /dev/console is the terminal")
  void devConsoleIsTheTerminal(Sandbox sandbox) {
    assertThat(show(sandbox, "echo hello > /dev/console; [ -c /dev/console ] && echo yes"))
        .isEqualTo("hello\r\nyes\r\n");
  }

  @Test
  @SpecRule("config.md#process: consoleSize is the size of the terminal in characters")
  void theTerminalHasTheGivenSize(Sandbox sandbox) {
    assertThat(
            show(
                sandbox,
                config ->
                    terminal(config, "stty size")
                        .set("/process/consoleSize", Map.of("height", 33, "width", 101))))
        .isEqualTo("33 101\r\n");
  }

  @Test
  void theSocketGetsOneFileDescriptorAndAtLeastOneByte(Sandbox sandbox) {
    Container container = sandbox.container(config -> terminal(config, "true"));
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).succeeds();
    assertThat(console.message()).matches("fds=1 bytes=[1-9][0-9]*");
    container.start().succeeds();
    console.awaitEnd();
  }

  @Test
  void whatIsTypedReachesTheProgramAndIsEchoed(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> terminal(config, "read line; echo \"<$line>\""));
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).succeeds();
    container.start().succeeds();
    console.type("typed\n");
    assertThat(console.awaitEnd()).isEqualTo("typed\r\n<typed>\r\n");
  }

  @Test
  void theTerminalControlsTheProgram(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                terminal(
                    config, "trap 'echo interrupted; exit' INT; echo ready; sleep 1000 & wait"));
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).succeeds();
    container.start().succeeds();
    console.awaitShown("ready").type("\003");
    assertThat(console.awaitEnd()).contains("interrupted");
  }

  @Test
  void runDetachedSendsTheTerminalToTheSocket(Sandbox sandbox) {
    Container container = sandbox.container(config -> terminal(config, "tty"));
    Console console = Console.open(sandbox);
    container.run("--detach", "--console-socket", console.socket()).succeeds();
    assertThat(console.awaitEnd()).isEqualTo("/dev/pts/0\r\n");
  }

  @Test
  void createWithATerminalNeedsAConsoleSocket(Sandbox sandbox) {
    Container container = sandbox.container(config -> terminal(config, "true"));
    container.createFailsAndLeavesNothing();
  }

  @Test
  void aConsoleSocketNeedsATerminal(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping);
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).fails();
    console.close();
    assertThat(container.traces()).isEmpty();
  }

  @Test
  void aConsoleSocketThatIsNotThereFailsTheCreate(Sandbox sandbox) {
    Container container = sandbox.container(config -> terminal(config, "true"));
    container.createFailsAndLeavesNothing("--console-socket", sandbox.newPath("sock").toString());
  }

  @Test
  @Requires(Need.SCRIPT)
  void runGivesTheProgramATerminalOfItsOwnOnACallersTerminal(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> terminal(config, "tty; [ -t 0 ] && echo yes; exit 5"));
    Outcome outcome = onATerminal(sandbox, container);
    assertThat(outcome.exits(5).stdout()).isEqualTo("/dev/pts/0\r\nyes\r\n");
    assertThat(container.traces()).isEmpty();
  }

  @Test
  @SpecRule("config.md#process: the terminal is of the container's own devpts")
  void theTerminalBelongsToTheUserOfTheProgram(Sandbox sandbox) {
    assertThat(
            show(
                sandbox,
                config ->
                    terminal(config, "stat -c %u /dev/pts/0; echo written > /dev/pts/0")
                        .set("/process/user/uid", 1000)))
        .isEqualTo("1000\r\nwritten\r\n");
  }

  @Test
  @Requires(Need.SCRIPT)
  void theSizeOfTheCallersTerminalIsTheProgramsAndIsFollowed(Sandbox sandbox) {
    Path tty = sandbox.newPath("tty");
    Container container =
        sandbox.container(
            config ->
                terminal(
                    config,
                    "stty size; trap 's=$(stty size); case $s in 40*90) echo $s; exit 0; esac' WINCH;"
                        + " echo ready; while :; do sleep 0.1; done")); // rows come before columns
    RunningCommand run =
        onATerminalWith(sandbox, container, "tty >" + tty + "; stty rows 33 cols 101");
    Await.until("the program to be ready", () -> run.stdout().contains("ready"));
    String name = HostFiles.read(tty).strip();
    sandbox.program("stty", "-F", name, "rows", "40", "cols", "90").execute().succeeds();
    assertThat(run.await().succeeds().stdout()).isEqualTo("33 101\r\nready\r\n40 90\r\n");
  }

  @Test
  @Requires(Need.SCRIPT)
  void theCallersTerminalIsRawMeanwhileAndAsBeforeAfterwards(Sandbox sandbox) {
    Path tty = sandbox.newPath("tty");
    Container container =
        sandbox.container(config -> terminal(config, "echo ready; read line; echo got"));
    RunningCommand run = onATerminalWith(sandbox, container, "tty >" + tty + "; before=$(stty -g)");
    Await.until("the program to be ready", () -> run.stdout().contains("ready"));
    String name = HostFiles.read(tty).strip();
    assertThat(sandbox.program("stty", "-F", name, "-a").execute().succeeds().stdout())
        .contains("-icanon", "-echo ", "-isig");
    run.type("x\r");
    assertThat(run.await().succeeds().stdout()).endsWith("got\r\nas before\r\n");
  }

  /** Runs a line of sh on a terminal, then the container, then compares the settings. */
  private static RunningCommand onATerminalWith(
      Sandbox sandbox, Container container, String first) {
    String line =
        first
            + "; "
            + String.join(" ", container.making("run").line())
            + " || exit; [ \"$before\" != \"$(stty -g)\" ] || echo as before";
    return sandbox.program("script", "-qec", line, "/dev/null").interactive().start();
  }

  private static Config terminal(Config config, String script) {
    return config.sh(script).set("/process/terminal", true);
  }

  private static String show(Sandbox sandbox, String script) {
    return show(sandbox, config -> terminal(config, script));
  }

  private static String show(Sandbox sandbox, Consumer<Config> edits) {
    Container container = sandbox.container(edits);
    Console console = Console.open(sandbox);
    container.create("--console-socket", console.socket()).succeeds();
    container.start().succeeds();
    return console.awaitEnd();
  }

  private static Outcome onATerminal(Sandbox sandbox, Container container) {
    String line = String.join(" ", container.making("run").line());
    return sandbox.program("script", "-qec", line, "/dev/null").interactive().execute();
  }
}
