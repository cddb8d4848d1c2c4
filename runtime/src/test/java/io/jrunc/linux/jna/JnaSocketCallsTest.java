package io.jrunc.linux.jna;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Credentials;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Message;
import io.jrunc.linux.Pid;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.ShutdownHow;
import io.jrunc.linux.abi.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JnaSocketCallsTest {

  private static final JnaKernel KERNEL = JnaKernel.forOneCommand();

  private final SocketCalls sockets = KERNEL.sockets();

  @TempDir private Path folder;

  @Test
  void aMessageArrivesWholeWithItsSendersPid() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_SEQPACKET)) {
      sockets.setPassCredentials(pair.first());
      sockets.sendmsg(pair.second(), "created".getBytes(UTF_8));
      sockets.sendmsg(pair.second(), "second".getBytes(UTF_8));
      try (Message message = sockets.recvmsg(pair.first(), 100).orElseThrow()) {
        assertThat(new String(message.bytes(), UTF_8)).isEqualTo("created");
        assertThat(message.descriptors()).isEmpty();
        assertThat(message.sender().flatMap(Credentials::pid))
            .contains(new Pid((int) ProcessHandle.current().pid()));
        assertThat(message.sender().orElseThrow().uid()).isEqualTo(KERNEL.processes().geteuid());
      }
    }
  }

  @Test
  void noSenderIsToldUnlessItWasAskedFor() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_STREAM)) {
      sockets.sendmsg(pair.second(), new byte[] {1});
      try (Message message = sockets.recvmsg(pair.first(), 1).orElseThrow()) {
        assertThat(message.sender()).isEmpty();
      }
    }
  }

  @Test
  void descriptorsArriveInTheirOrderAndCloseOnExec() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_SEQPACKET);
        Fd devNull = KERNEL.files().open("/dev/null", OpenFlag.O_RDONLY);
        Fd zero = KERNEL.files().open("/dev/zero", OpenFlag.O_RDONLY)) {
      sockets.setPassCredentials(pair.first());
      sockets.sendmsg(pair.second(), new byte[] {1}, devNull, zero, devNull);
      try (Message message = sockets.recvmsg(pair.first(), 1).orElseThrow()) {
        assertThat(message.descriptors())
            .extracting(fd -> Files.readSymbolicLink(Path.of(fd.path())))
            .containsExactly(Path.of("/dev/null"), Path.of("/dev/zero"), Path.of("/dev/null"));
        assertThat(message.sender()).isPresent();
        assertThat(message.descriptors()).allMatch(OpenDescriptor::isCloseOnExec);
      }
    }
  }

  @Test
  void theEndIsAnEmptyAnswer() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_SEQPACKET)) {
      pair.second().close();
      assertThat(sockets.recvmsg(pair.first(), 10)).isEmpty();
    }
  }

  @Test
  void aPeerThatDiedWithUnreadMessagesIsTheEndToo() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_SEQPACKET)) {
      sockets.sendmsg(pair.first(), new byte[] {1});
      pair.second().close();
      assertThat(sockets.recvmsg(pair.first(), 10)).isEmpty();
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefused() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_SEQPACKET)) {
      sockets.sendmsg(pair.second(), new byte[100]);
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sockets.recvmsg(pair.first(), 10))
          .withMessage("recvmsg socket pair: message too long (EMSGSIZE)");
    }
  }

  @Test
  void sendingToNobodyIsAnErrorAndNoSignal() {
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_STREAM)) {
      pair.second().close();
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sockets.sendmsg(pair.first(), new byte[] {1}))
          .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.EPIPE));
    }
  }

  @Test
  void muchDataGoesThroughAStreamInParts() {
    byte[] much = new byte[2_000_000];
    Arrays.fill(much, (byte) 'x');
    try (SocketPair pair = sockets.socketpair(SocketType.SOCK_STREAM)) {
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                sockets.sendmsg(pair.first(), much);
                sockets.shutdown(pair.first(), ShutdownHow.SHUT_WR);
              });
      assertThat(KERNEL.files().readAll(pair.second())).isEqualTo(much);
      sender.join();
    }
  }

  @Test
  void oneConnectsToTheOtherByPath() {
    connectAt(folder.resolve("start.sock").toString());
  }

  @Test
  void aPathMayBeLongerThanAnAddress() throws IOException {
    Path deep = folder;
    for (int i = 0; i < 5; i++) {
      deep = Files.createDirectory(deep.resolve("a".repeat(100)));
    }
    connectAt(deep.resolve("start.sock").toString());
  }

  private void connectAt(String path) {
    try (Fd listener = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
        Fd client = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0)) {
      sockets.bind(listener, path);
      sockets.listen(listener, 1);
      sockets.connect(client, path);
      try (Fd server = sockets.accept(listener)) {
        sockets.sendmsg(server, new byte[] {7});
        try (Message message = sockets.recvmsg(client, 10).orElseThrow()) {
          assertThat(message.bytes()).containsExactly(7);
        }
        Credentials peer = sockets.getPeerCredentials(server);
        assertThat(peer.pid()).contains(new Pid((int) ProcessHandle.current().pid()));
      }
    }
  }

  @Test
  void aSocketFileWithoutAListenerRefuses() {
    String path = folder.resolve("start.sock").toString();
    try (Fd listener = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0)) {
      sockets.bind(listener, path);
    }
    try (Fd client = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0)) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sockets.connect(client, path))
          .withMessage("connect " + path + ": connection refused (ECONNREFUSED)");
    }
  }

  @Test
  void aLastPartThatDoesNotFitIntoAnAddressIsRefused() {
    String path = folder + "/" + "a".repeat(120);
    try (Fd socket = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0)) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sockets.bind(socket, path))
          .satisfies(e -> assertThat(e.errno()).isSameAs(Errno.ENAMETOOLONG));
    }
  }
}
