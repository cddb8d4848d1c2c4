package io.jrunc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.engine.DeleteRequest.Mode;
import io.jrunc.spec.state.Status;
import io.jrunc.state.LockedContainer;
import io.jrunc.state.Phase;
import io.jrunc.state.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DeleteTest {
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
  void nothingIsLeftOfAStoppedContainer() throws Exception {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    init.destroyForcibly().waitFor();
    delete("web1", Mode.STOPPED);
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void aRunningContainerIsLeftAlone() {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    assertThatThrownBy(() -> delete("web1", Mode.STOPPED))
        .isInstanceOfSatisfying(
            NotStoppedException.class, e -> assertThat(e.status()).isEqualTo(Status.RUNNING))
        .hasMessage("cannot delete container web1 that is not stopped: running");
    assertThat(init.isAlive()).isTrue();
    assertThat(bench.store.ids()).containsExactly("web1");
  }

  @Test
  void aCreatedContainerIsKilledFirst() throws Exception {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.CREATED);
    delete("web1", Mode.STOPPED);
    assertThat(init.waitFor()).isEqualTo(128 + 9);
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void forceKillsWhatRuns() throws Exception {
    Process init = bench.sleep();
    bench.container("web1", init, Phase.STARTED);
    delete("web1", Mode.FORCE);
    assertThat(init.waitFor()).isEqualTo(128 + 9);
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void aContainerThatIsNotThereIsAnErrorUnlessForced() {
    assertThatThrownBy(() -> delete("web1", Mode.STOPPED))
        .isInstanceOf(UnknownContainerException.class)
        .hasMessage("delete web1: container does not exist");
    delete("web1", Mode.FORCE);
  }

  @Test
  void aCreateThatWasKilledIsCleanedUp() throws Exception {
    Process creator = bench.sleep();
    Process init = bench.sleep();
    ProcessIdentity dead = bench.identity(creator);
    creator.destroyForcibly().waitFor();
    Files.createDirectory(root.resolve("~new-" + dead.pid() + "-" + dead.startTime() + "-1"));
    bench.container("claimed", claim -> claim);
    bench.container("begun", init, Phase.CREATING);
    delete("claimed", Mode.FORCE);
    delete("begun", Mode.FORCE);
    assertThat(init.waitFor()).isEqualTo(128 + 9);
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void forceEndsTheInitOfACreateThatHangs() throws Exception {
    Process init = bench.sleep();
    LockedContainer hanging = bench.store.claim(bench.claim("web1"));
    hanging.update(hanging.record().withInit(bench.identity(init)));
    Thread create =
        new Thread(
            () -> {
              try {
                init.waitFor();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              hanging.remove();
              hanging.close();
            });
    create.start();
    delete("web1", Mode.FORCE);
    create.join();
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void aLaterProcessWithThePidOfInitIsSpared() throws IOException {
    Process stranger = bench.sleep();
    ProcessIdentity now = bench.identity(stranger);
    ProcessIdentity before = new ProcessIdentity(now.pid(), now.startTime() - 1);
    bench.container("web1", claim -> claim.withInit(before).in(Phase.STARTED));
    delete("web1", Mode.FORCE);
    assertThat(stranger.isAlive()).isTrue();
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void whoCleansUpAfterOneMakerLeavesWhatAnotherHasMade() throws IOException {
    ProcessIdentity maker = bench.container("web1", claim -> claim).creator();
    ProcessIdentity other = new ProcessIdentity(maker.pid(), maker.startTime() + 1);
    bench.delete().run(new DeleteRequest("web1", Mode.FORCE, Optional.of(other)));
    assertThat(bench.left()).isNotEmpty();
    bench.delete().run(new DeleteRequest("web1", Mode.FORCE, Optional.of(maker)));
    assertThat(bench.left()).isEmpty();
  }

  @Test
  void aDamagedContainerIsRemovedByForceOnly() throws IOException {
    bench.container("web1", claim -> claim);
    Files.writeString(root.resolve("web1/state"), "{");
    assertThatThrownBy(() -> delete("web1", Mode.STOPPED))
        .hasMessageStartingWith("delete web1: read " + root + "/web1/state: ");
    assertThat(bench.warnings).isEmpty();
    delete("web1", Mode.FORCE);
    assertThat(bench.left()).isEmpty();
    assertThat(bench.warnings)
        .singleElement()
        .asString()
        .startsWith("web1: read " + root + "/web1/state: ")
        .endsWith("; its processes and cgroups, if any, are left");
  }

  private void delete(String id, Mode mode) {
    bench.delete().run(new DeleteRequest(id, mode));
  }
}
