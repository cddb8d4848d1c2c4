package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.error.OperationException;
import io.jrunc.state.Phase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no cgroup: whom {@code pause}, {@code resume} and {@code ps} turn away. */
final class PauseTest {
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
  void aContainerThatIsNotThereCannotBePausedResumedOrListed() {
    assertThatThrownBy(() -> pause("web1"))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("pause web1: container does not exist");
    assertThatThrownBy(() -> resume("web1"))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("resume web1: container does not exist");
    assertThatThrownBy(() -> processes("web1"))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("ps web1: container does not exist");
  }

  @Test
  void whatDoesNotRunCannotBePausedAndWhatIsNotPausedCannotBeResumed() throws Exception {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    assertThatThrownBy(() -> resume("web1")).hasMessage("resume web1: container not paused");
    init.destroyForcibly().waitFor();
    assertThatThrownBy(() -> pause("web1"))
        .isInstanceOf(OperationException.class)
        .hasMessage("pause web1: container not running");
    assertThatThrownBy(() -> resume("web1")).hasMessage("resume web1: container not paused");
  }

  @Test
  void aContainerInTheMakingCannotBePaused() {
    bench.container("web1", bench.sleep(), Phase.CREATING);
    assertThatThrownBy(() -> pause("web1")).hasMessage("pause web1: container not running");
  }

  @Test
  void aContainerWithoutCgroupsCannotBePaused() {
    bench.container("web1", bench.sleep(), Phase.STARTED);
    assertThatThrownBy(() -> pause("web1"))
        .hasMessage(
            "pause web1: /linux/cgroupsPath: the container has no cgroup whose processes can be"
                + " frozen");
  }

  @Test
  void theProcessesOfAContainerWithoutCgroupsAreNotKnownWhileItRuns() throws Exception {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.CREATED);
    assertThatThrownBy(() -> processes("web1"))
        .hasMessage("ps web1: the container has no cgroup, which would know its processes");
    init.destroyForcibly().waitFor();
    assertThat(processes("web1")).isEmpty();
  }

  private void pause(String id) {
    new Pause(bench.store, bench.groups()).run(id);
  }

  private void resume(String id) {
    new Resume(bench.store, bench.groups()).run(id);
  }

  private List<Integer> processes(String id) {
    return new ListProcesses(bench.store, bench.groups()).run(id);
  }
}
