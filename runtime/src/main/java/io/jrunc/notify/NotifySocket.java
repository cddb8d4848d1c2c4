package io.jrunc.notify;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.Message;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.PollRequest;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.SocketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the programs of a container tell that they are ready. What else they tell is not passed on:
 * they could claim to be another process, or hand over files.
 */
public final class NotifySocket implements AutoCloseable {
  /** A message that is longer is none that we look for. */
  private static final int LONGEST = 4096;

  private static final String READY = "READY=1";

  private final Kernel kernel;
  private final Fd socket;

  private NotifySocket(Kernel kernel, Fd socket) {
    this.kernel = kernel;
    this.socket = socket;
  }

  /**
   * Begins to listen.
   *
   * @param path of the socket; one that an earlier start has left there is replaced
   */
  public static NotifySocket listen(Kernel kernel, Path path) {
    Fd socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM, 0);
    try {
      Files.deleteIfExists(path);
      kernel.sockets().bind(socket, path.toString());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      return new NotifySocket(kernel, socket);
    } catch (IOException e) {
      socket.close();
      throw new OperationException("NOTIFY_SOCKET", path.toString(), e);
    } catch (KernelException e) {
      socket.close();
      throw new OperationException("NOTIFY_SOCKET", path.toString(), e);
    }
  }

  /** Readable when {@link #receive} has something to receive. */
  public Fd fd() {
    return socket;
  }

  /** Receives one message; says whether it tells that the container is ready. */
  public boolean receive() {
    try {
      Optional<Message> message = kernel.sockets().recvmsg(socket, LONGEST);
      if (message.isEmpty()) {
        return false;
      }
      try (Message received = message.get()) {
        return tellsReady(new String(received.bytes(), StandardCharsets.UTF_8));
      }
    } catch (KernelException e) {
      if (e.errno() == Errno.EMSGSIZE) {
        return false;
      }
      throw e;
    }
  }

  /** Waits until the container is ready or its first process has ended; says whether it is. */
  public boolean await(PidFd init) {
    List<PollRequest> requests =
        List.of(PollRequest.readable(socket), PollRequest.readable(init.fd()));
    while (true) {
      List<Set<PollEvent>> events = kernel.files().poll(requests);
      if (events.get(0).isEmpty()) {
        return false;
      }
      if (receive()) {
        return true;
      }
    }
  }

  /** A message is a list of lines {@code NAME=value}. */
  static boolean tellsReady(String message) {
    int start = 0;
    while (start < message.length()) {
      int end = message.indexOf('\n', start);
      end = end < 0 ? message.length() : end;
      if (end - start == READY.length() && message.startsWith(READY, start)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  @Override
  public void close() {
    socket.close();
  }
}
