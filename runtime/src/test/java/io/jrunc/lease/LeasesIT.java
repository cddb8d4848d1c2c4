package io.jrunc.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jrunc.linux.FileCalls;
import io.jrunc.linux.jna.JnaKernel;
import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesIT {
  private static final String NAMESPACE = "4026531833";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FileCalls files = JnaKernel.forOneCommand().files();
  @TempDir Path root;
  private Path networks = Path.of("/");
  private Path folder = Path.of("/");

  @BeforeEach
  void name() {
    networks = root.resolve("=networks");
    folder = networks.resolve(NAMESPACE);
  }

  @Test
  void whatWasPutIsThereForTheNext() {
    LeasedBridge bridge = LeasedBridge.unused("jrunc0", Subnet.parse("10.0.0.0/8").orElseThrow());
    try (Leases leases = take()) {
      leases.put(lease("web1", "10.0.0.2"));
      leases.put(lease("web2", "10.0.0.3"));
      leases.putBridges(List.of(bridge));
      leases.keepNote("forwarding", "x");
      leases.remove("web1");
      leases.remove("web1");
    }
    try (Leases leases = take()) {
      assertThat(leases.all()).containsExactly(lease("web2", "10.0.0.3"));
      assertThat(leases.bridges()).containsExactly(bridge);
      assertThat(leases.note("forwarding")).contains("x");
      assertThat(leases.problems()).isEmpty();
    }
  }

  @Test
  void nothingIsLeftWhenAllIsRemoved() {
    try (Leases leases = take()) {
      leases.keepNote("forwarding", "x");
      leases.removeAll();
    }
    assertThat(root).isEmptyDirectory();
    assertThat(Leases.takeExisting(files, networks, NAMESPACE, PATIENCE)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsLeftOutAndTold() throws IOException {
    try (Leases leases = take()) {
      leases.put(lease("web1", "10.0.0.2"));
      Files.writeString(folder.resolve("half"), "jrunc\t1\ninit\t1");
      Files.createDirectory(folder.resolve("folder"));
      Files.createSymbolicLink(folder.resolve("link"), Path.of("=lock"));
      assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start())
          .satisfies(p -> assertThat(p.waitFor()).isZero());
      assertThat(leases.all()).containsExactly(lease("web1", "10.0.0.2"));
      assertThat(leases.problems())
          .containsExactly(
              folder.resolve("folder") + ": not one of our files",
              folder.resolve("half") + ": not whole",
              folder.resolve("link") + ": too many levels of symbolic links (ELOOP)",
              folder.resolve("pipe") + ": not one of our files");
      assertThat(leases.problems()).isEmpty();
    }
  }

  @Test
  void aDamagedTableOfBridgesIsTold() throws IOException {
    try (Leases leases = take()) {
      Files.writeString(folder.resolve("=bridges"), "\0\0\0");
      assertThat(leases.bridges()).isEmpty();
      assertThat(leases.problems()).containsExactly(folder.resolve("=bridges") + ": not whole");
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhatIsTaken() {
    try (Leases leases = take()) {
      assertThatThrownBy(() -> Leases.take(files, networks, NAMESPACE, Duration.ZERO))
          .hasMessage(folder + ": another command has it for 0 seconds");
      assertThat(leases.all()).isEmpty();
    }
  }

  @Test
  void oneAtATimeHasThemThoughTheFolderComesAndGoes() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int turn = 0; turn < 25; turn++) {
                  try (Leases leases = take()) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    leases.put(lease("web1", "10.0.0.2"));
                    turns.incrementAndGet();
                    inside.decrementAndGet(); // without a folder others can begin
                    leases.removeAll();
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most).hasValue(1);
    assertThat(turns).hasValue(200);
    assertThat(root).isEmptyDirectory();
  }

  private Leases take() {
    return Leases.take(files, networks, NAMESPACE, PATIENCE);
  }

  private static Lease lease(String container, String address) {
    return new Lease(
        container,
        11,
        1_001,
        "jrunc0",
        "jrv" + container,
        List.of(IpAddress.parse(address).orElseThrow()),
        List.of());
  }
}
