package io.jrunc.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.spec.state.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {
  @TempDir Path folder;
  private Path root;
  private FakeProc proc;
  private ProcessIdentity self;
  private ContainerStore store;

  @BeforeEach
  void start() throws IOException {
    root = folder.resolve("root");
    proc = new FakeProc(Files.createDirectory(folder.resolve("proc")));
    self = proc.table().self();
    store = new ContainerStore(StateRoot.at(root), proc.table());
  }

  @Test
  void aRootThatIsNotThereHasNoContainers() {
    assertThat(store.ids()).isEmpty();
    assertThat(store.find("web1")).isEmpty();
    assertThat(store.lock("web1", Duration.ZERO)).isEmpty();
    assertThat(root).doesNotExist();
  }

  @Test
  void aClaimIsSeenByOthersAtOnceAndIsForItsOwnerOnly() throws IOException {
    ContainerRecord claim = Records.claim("web1", self);
    store.claim(claim).close();
    assertThat(otherProcess().ids()).containsExactly("web1");
    assertThat(otherProcess().find("web1")).contains(claim);
    assertThat((int) Files.getAttribute(root.resolve("web1"), "unix:mode") & 07777).isEqualTo(0700);
  }

  @Test
  void aKeptConfigIsReadByOthersAsItWas() {
    byte[] document = {'{', '}', '\n'};
    try (LockedContainer container = store.claim(Records.claim("web1", self))) {
      container.keepConfig(document);
    }
    assertThat(otherProcess().folder("web1").readConfig()).isEqualTo(document);
  }

  @Test
  void aConfigThatWasNotKeptIsAnError() {
    store.claim(Records.claim("web1", self)).close();
    assertThatThrownBy(() -> store.folder("web1").readConfig())
        .isInstanceOf(StateException.class)
        .hasMessage("read " + root + "/web1/config.json: no such file or directory");
  }

  @Test
  void idsAreInAlphabeticalOrder() {
    for (String id : List.of("c", "a", "b")) {
      store.claim(Records.claim(id, self)).close();
    }
    assertThat(store.ids()).containsExactly("a", "b", "c");
  }

  @Test
  void claimingATakenIdFailsAndLeavesTheFirstAlone() throws IOException {
    ContainerRecord first = Records.claim("web1", self).withCgroups(List.of("/one"));
    store.claim(first).close();
    assertThatThrownBy(() -> store.claim(Records.claim("web1", self)))
        .isInstanceOf(ContainerExistsException.class)
        .hasMessage("container with given ID already exists");
    assertThat(store.find("web1")).contains(first);
    assertThat(children()).containsExactly("web1");
  }

  @Test
  void aForeignFileTakesAnIdToo() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("web1"), "");
    assertThatThrownBy(() -> store.claim(Records.claim("web1", self)))
        .isInstanceOf(ContainerExistsException.class);
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void oneOfManyThreadsGetsAnId() throws Exception {
    AtomicInteger winners = new AtomicInteger();
    AtomicInteger losers = new AtomicInteger();
    inParallel(
        8,
        thread -> {
          try {
            store.claim(Records.claim("web1", self));
            winners.incrementAndGet();
          } catch (ContainerExistsException | ContainerBusyException e) {
            losers.incrementAndGet();
          }
        });
    assertThat(winners).hasValue(1);
    assertThat(losers).hasValue(7);
  }

  @Test
  void whatIsReadWhileItIsWrittenIsWhole() throws Exception {
    ContainerRecord claim = Records.claim("web1", self);
    try (LockedContainer container = store.claim(claim)) {
      inParallel(
          2,
          thread -> {
            for (int i = 0; i < 300; i++) {
              if (thread == 0) {
                container.update(claim.withCgroups(List.of("/" + "x".repeat(i * 20))));
              } else {
                assertThat(store.find("web1")).isPresent();
              }
            }
          });
    }
  }

  @Test
  void aLockedContainerIsChangedByOneThreadAtATime() throws Exception {
    ContainerRecord claim = Records.claim("web1", self);
    store.claim(claim).close();
    inParallel(
        8,
        thread -> {
          for (int i = 0; i < 10; i++) {
            try (LockedContainer container =
                store.lock("web1", Duration.ofSeconds(30)).orElseThrow()) {
              List<String> cgroups = new ArrayList<>(container.record().cgroups());
              cgroups.add(thread + "-" + i);
              container.update(container.record().withCgroups(cgroups));
            }
          }
        });
    assertThat(store.find("web1").orElseThrow().cgroups()).hasSize(80).doesNotHaveDuplicates();
  }

  @Test
  void whoWaitsTooLongForALockIsTold() {
    try (LockedContainer container = store.claim(Records.claim("web1", self))) {
      assertThat(container.record().id()).isEqualTo("web1");
      assertThatThrownBy(() -> store.lock("web1", Duration.ofMillis(20)))
          .isInstanceOf(ContainerBusyException.class)
          .hasMessage("another process has held the container for 20 ms");
    }
  }

  @Test
  void whoWaitedForAContainerThatIsRemovedFindsNone() throws Exception {
    LockedContainer container = store.claim(Records.claim("web1", self));
    inParallel(
        4,
        thread -> {
          if (thread == 0) {
            container.remove();
            container.close();
          } else {
            assertThat(store.lock("web1", Duration.ofSeconds(30))).isEmpty();
          }
        });
    assertThat(children()).isEmpty();
  }

  @Test
  void anIdIsFreeAgainOnceItsContainerIsRemoved() throws IOException {
    try (LockedContainer container = store.claim(Records.claim("web1", self))) {
      Files.writeString(container.folder().startSocket(), "");
      Files.createDirectories(container.folder().path().resolve("deep/er"));
      container.remove();
    }
    assertThat(children()).isEmpty();
    store.claim(Records.claim("web1", self)).close();
    assertThat(store.ids()).containsExactly("web1");
  }

  @Test
  void aDamagedRecordIsAnErrorButCanBeRemoved() throws IOException {
    store.claim(Records.claim("web1", self)).close();
    Files.writeString(root.resolve("web1/state"), "{}");
    assertThatThrownBy(() -> store.find("web1"))
        .isInstanceOf(StateException.class)
        .hasMessage("read " + root + "/web1/state: jrunc is missing");
    try (LockedContainer container = store.lock("web1", Duration.ZERO).orElseThrow()) {
      container.remove();
    }
    assertThat(children()).isEmpty();
  }

  @Test
  void idsThatAreNoFileNamesAreRefused() {
    for (String id :
        List.of("", ".", "..", "../x", "a/b", "a b", "a\0", "~new-1-2-3", "ä", "a\n")) {
      assertThatThrownBy(() -> store.find(id))
          .isInstanceOf(StateException.class)
          .hasMessage("invalid container ID format");
    }
    assertThat(store.find("..a_B-9+.")).isEmpty();
  }

  @Test
  void aSweepRemovesWhatTheDeadHaveLeftAndNothingElse() throws IOException {
    store.claim(Records.claim("web1", self)).close();
    Files.createDirectories(root.resolve("~new-77-5-1/deep"));
    Files.createDirectory(root.resolve("~old-" + self.pid() + "-" + (self.startTime() + 1) + "-1"));
    String atWork = "~old-" + self.pid() + "-" + self.startTime() + "-9";
    Files.createDirectory(root.resolve(atWork));
    store.sweep();
    assertThat(children()).containsExactlyInAnyOrder("web1", atWork);
  }

  @Test
  void aContainerGoesThroughItsStatuses() {
    ContainerRecord claim = Records.claim("web1", self);
    assertThat(store.status(claim)).isEqualTo(Status.CREATING);
    ProcessIdentity init = proc.start(2000, 50);
    ContainerRecord created = claim.withInit(init).in(Phase.CREATED);
    assertThat(store.status(created)).isEqualTo(Status.CREATED);
    assertThat(store.status(created.in(Phase.STARTED))).isEqualTo(Status.RUNNING);
    proc.becomeZombie(init);
    assertThat(store.status(created)).isEqualTo(Status.STOPPED);
    proc.end(init);
    assertThat(store.status(created.in(Phase.STARTED))).isEqualTo(Status.STOPPED);
    proc.start(2000, 51);
    assertThat(store.status(created.in(Phase.STARTED))).isEqualTo(Status.STOPPED);
  }

  @Test
  void aContainerWhoseCreatorWasKilledIsStoppedOnceItsInitIsGone() {
    ContainerRecord claim = Records.claim("web1", new ProcessIdentity(3000, 60));
    assertThat(store.status(claim)).isEqualTo(Status.STOPPED);
    ProcessIdentity init = proc.start(2000, 50);
    assertThat(store.status(claim.withInit(init))).isEqualTo(Status.CREATING);
    proc.end(init);
    assertThat(store.status(claim.withInit(init))).isEqualTo(Status.STOPPED);
  }

  @Test
  void theOwnerIsTheFoldersOwner() {
    ContainerRecord claim = Records.claim("web1", self);
    store.claim(claim).close();
    assertThat(store.owner(claim)).isEqualTo(System.getProperty("user.name"));
  }

  private ContainerStore otherProcess() {
    return new ContainerStore(StateRoot.at(root), proc.table());
  }

  private List<String> children() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inParallel(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        results.add(
            pool.submit(
                () -> {
                  work.run(thread);
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
