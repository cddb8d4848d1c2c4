package io.jrunc.notify;

import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Pid;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.SocketPair;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Who has started us and waits to be told that we are ready.
 *
 * @param address the path of its socket, or an abstract name after {@code @}
 */
public record ServiceManager(Kernel kernel, String address) {
  /** How long it may take to take notice. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Tells that the service is ready, and waits until that was read: afterwards we may be gone, and
   * nobody would know any more who we were.
   *
   * @param main the process whose end is the end of the service
   * @throws io.jrunc.error.KernelException when nobody listens
   */
  public void tellReady(Pid main) {
    try (Fd socket = connected()) {
      kernel.sockets().sendmsg(socket, bytes("READY=1\nMAINPID=" + main.number() + "\n"));
      SocketPair barrier = kernel.sockets().socketpair(SocketType.SOCK_STREAM);
      try (Fd ours = barrier.first()) {
        try (Fd theirs = barrier.second()) {
          kernel.sockets().sendmsg(socket, bytes("BARRIER=1"), theirs);
        }
        kernel.files().poll(List.of(PollRequest.readable(ours)), PATIENCE);
      }
    }
  }

  /**
   * Tells something about the service, of which we are the main process.
   *
   * @param state as in sd_notify(3), such as {@code READY=1}
   * @throws io.jrunc.error.KernelException when nobody listens
   */
  public void tell(String state) {
    try (Fd socket = connected()) {
      kernel.sockets().sendmsg(socket, bytes(state));
    }
  }

  private Fd connected() {
    Fd socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM, 0);
    try {
      kernel.sockets().connect(socket, address);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
