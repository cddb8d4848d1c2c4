package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Credentials;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The connection with a client: one request, one answer; and where the client waits for a program
 * in between, the end of that with one answer more.
 */
final class Connection implements AutoCloseable {
  private final Kernel kernel;
  private final Fd socket;
  private final Credentials peer;
  private Optional<Hello> rest = Optional.empty();
  private boolean isGone;

  /**
   * Takes over a connected socket.
   *
   * @param kernel the engine's own
   */
  Connection(Kernel kernel, Fd socket) {
    this.kernel = kernel;
    this.socket = socket;
    this.peer = kernel.sockets().getPeerCredentials(socket);
  }

  /** Who connected. */
  Credentials peer() {
    return peer;
  }

  Fd socket() {
    return socket;
  }

  /** Whether there is nothing to read: neither a message that nobody asked for, nor the end. */
  boolean isQuiet() {
    return kernel
        .files()
        .poll(List.of(PollRequest.readable(socket)), Duration.ZERO)
        .get(0)
        .isEmpty();
  }

  /** Whether nothing can be asked any more. */
  synchronized boolean isGone() {
    return isGone;
  }

  /** Waits until a file is readable, or until the client has ended or says what nobody asked. */
  void awaitUnlessGone(Fd file) {
    List<PollRequest> both = List.of(PollRequest.readable(file), PollRequest.readable(socket));
    if (kernel.files().poll(both).get(0).isEmpty()) {
      throw gone("has ended");
    }
  }

  /**
   * Sends a message that has no answer.
   *
   * @throws ClientGoneException if nobody is there
   */
  void tell(byte[] message) {
    tell(message, List.of());
  }

  /** The same with descriptors, which follow it, because others than who reads it may take them. */
  private synchronized void tell(byte[] message, List<Fd> descriptors) {
    send(message);
    int most = Requests.MOST_DESCRIPTORS;
    for (int at = 0; at < descriptors.size(); at += most) {
      List<Fd> some = descriptors.subList(at, Math.min(at + most, descriptors.size()));
      send(Requests.files(), some.toArray(new Fd[0]));
    }
  }

  private void send(byte[] message, Fd... descriptors) {
    if (isGone) {
      throw new ClientGoneException("has ended");
    }
    try {
      kernel.sockets().sendmsg(socket, message, descriptors);
    } catch (KernelException e) {
      if (e.errno() == Errno.EPIPE || e.errno() == Errno.ECONNRESET) {
        throw gone("has ended");
      }
      throw e;
    }
  }

  /**
   * Sends a message and waits for its answer, however long that takes: the client may wait itself.
   *
   * @throws ClientGoneException if it ends instead
   */
  long ask(byte[] message) {
    return ask(message, List.of());
  }

  /** The same with descriptors. */
  synchronized long ask(byte[] message, List<Fd> descriptors) {
    tell(message, descriptors);
    try (Message answer =
        kernel.sockets().recvmsg(socket, Long.BYTES).orElseThrow(() -> gone("has ended"))) {
      byte[] bytes = answer.bytes();
      if (bytes.length != Long.BYTES) {
        throw gone("answers with " + bytes.length + " bytes");
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    } catch (KernelException e) {
      if (e.errno() == Errno.EMSGSIZE) {
        throw gone("answers with more than it may");
      }
      throw e;
    }
  }

  /** Sends the last message. */
  synchronized void part(byte[] message, List<Fd> descriptors) {
    tell(message, descriptors);
    isGone = true;
  }

  /**
   * From now on the client's next message says how its program has ended.
   *
   * @param what it is going to ask for then, but for the last word, which says that
   */
  synchronized void expect(Hello what) {
    rest = Optional.of(what);
    isGone = false;
  }

  /** What was expected last, if anything was. */
  synchronized Optional<Hello> expected() {
    return rest;
  }

  private synchronized ClientGoneException gone(String what) {
    isGone = true;
    return new ClientGoneException(what);
  }

  /** An errno that a client has answered with, if it is one. */
  static Optional<Errno> errno(long answer) {
    return answer < 0 && answer >= -4095 ? Optional.of(Errno.of((int) -answer)) : Optional.empty();
  }

  @Override
  public void close() {
    socket.close();
  }
}
