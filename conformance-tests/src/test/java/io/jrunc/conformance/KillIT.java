package io.jrunc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jrunc.conformance.kit.AlsoOnV2;
import io.jrunc.conformance.kit.Await;
import io.jrunc.conformance.kit.Config;
import io.jrunc.conformance.kit.Conformance;
import io.jrunc.conformance.kit.Container;
import io.jrunc.conformance.kit.Host;
import io.jrunc.conformance.kit.Outcome;
import io.jrunc.conformance.kit.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kill command: which signals it knows, and whom it sends them to. */
@Conformance
class KillIT {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"USR1", "SIGUSR1", "10"})
  void killKnowsASignalByNameByFullNameAndByNumber(String signal, Sandbox sandbox) {
    Container container = trapping(sandbox, "USR1");
    container.kill(signal).succeeds();
    container.awaitWritten("got");
  }

  @Test
  void killSendsTermByDefault(Sandbox sandbox) {
    Container container = trapping(sandbox, "TERM");
    container.kill().succeeds();
    container.awaitWritten("got");
  }

  @Test
  void signalZeroAsksWhetherTheContainerLives(Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    container.kill("0").succeeds();
    container.kill("KILL").succeeds();
    container.awaitStatus("stopped");
    container.kill("0").failsSaying("container not running").exits(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BOGUS", "SIG", "-1", "1000", "9x"})
  void killRefusesASignalThatIsNone(String signal, Sandbox sandbox) {
    Container container = sandbox.container(Config::sleeping).launch();
    sandbox.runtime().command("kill", container.id(), signal).execute().fails();
    assertThat(container.status()).isEqualTo("running");
  }

  @AlsoOnV2
  @Test
  void killAllReachesEveryProcessOfAContainerInTheHostsPidNamespace(Sandbox sandbox) {
    Container container =
        sandbox.container(
            config ->
                config.withoutNamespace("pid").sh("sleep 1001 & sleep 1002 & echo ready; wait"));
    container.launch().awaitWritten("ready");
    long first = container.pid();
    Await.until("both children", () -> Host.children(first).size() == 2);
    var children = Host.children(first);
    killAll(sandbox, container, "KILL").succeeds();
    container.awaitStatus("stopped");
    assertThat(children).noneMatch(Host::isRunning);
  }

  @AlsoOnV2
  @Test
  void killAllOfAStoppedContainerEndsWhatItLeftBehind(Sandbox sandbox) {
    Container container =
        sandbox.container(config -> config.withoutNamespace("pid").sh("sleep 1001 & echo $!"));
    container.launch().awaitStatus("stopped");
    long child = Long.parseLong(container.written().strip());
    assertThat(Host.isRunning(child)).isTrue();
    killAll(sandbox, container, "9").succeeds();
    Await.until("the child to end", () -> !Host.isRunning(child));
  }

  private static Outcome killAll(Sandbox sandbox, Container container, String signal) {
    return sandbox.runtime().command("kill", "--all", container.id(), signal).execute();
  }

  private static Container trapping(Sandbox sandbox, String signal) {
    return sandbox
        .container(
            config ->
                config.sh("trap 'echo got; exit' " + signal + "; echo ready; sleep 1000 & wait"))
        .launch()
        .awaitWritten("ready");
  }
}
