package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.engine.KillRequest.Scope;
import io.jrunc.error.OperationException;
import io.jrunc.linux.abi.Signal;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KillTest {
  private static final int SIGNALLED = 128;

  @TempDir Path root;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(root);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void initGetsTheSignal() throws InterruptedException {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    kill("web1", Signal.SIGTERM, Scope.INIT);
    assertThat(init.waitFor()).isEqualTo(SIGNALLED + Signal.SIGTERM.number());
  }

  @Test
  void aCreatedContainerCanBeKilled() throws InterruptedException {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.CREATED);
    kill("web1", Signal.SIGKILL, Scope.INIT);
    assertThat(init.waitFor()).isEqualTo(SIGNALLED + Signal.SIGKILL.number());
  }

  @Test
  void aContainerThatIsNotThereCannotBeKilled() {
    assertThatThrownBy(() -> kill("web1", Signal.SIGKILL, Scope.INIT))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("kill web1: container does not exist");
    assertThatThrownBy(() -> kill("web1", Signal.SIGKILL, Scope.ALL))
        .isInstanceOf(UnknownContainerException.class);
  }

  @Test
  void aStoppedContainerCannotBeKilledButAllItsProcessesCan() throws InterruptedException {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    init.destroyForcibly().waitFor();
    assertThatThrownBy(() -> kill("web1", Signal.SIGKILL, Scope.INIT))
        .isInstanceOf(OperationException.class)
        .hasMessage("kill web1: container not running");
    kill("web1", Signal.SIGKILL, Scope.ALL);
    kill("web1", Signal.SIGTERM, Scope.ALL);
  }

  @Test
  void aContainerInTheMakingCannotBeKilled() {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.CREATING);
    assertThatThrownBy(() -> kill("web1", Signal.SIGKILL, Scope.INIT))
        .hasMessage("kill web1: container not running");
    assertThat(init.isAlive()).isTrue();
  }

  @Test
  void aLaterProcessWithThePidOfInitIsSpared() {
    Process stranger = bench.sleep();
    ProcessIdentity now = bench.identity(stranger);
    ProcessIdentity before = new ProcessIdentity(now.pid(), now.startTime() - 1);
    bench.container("web1", claim -> claim.withInit(before).in(Phase.STARTED));
    assertThatThrownBy(() -> kill("web1", Signal.SIGKILL, Scope.INIT))
        .hasMessage("kill web1: container not running");
    assertThat(HeldProcess.hold(bench.kernel, bench.processes, before)).isEmpty();
    assertThat(stranger.isAlive()).isTrue();
  }

  private void kill(String id, Signal signal, Scope scope) {
    bench.kill().run(new KillRequest(id, signal, scope));
  }
}
