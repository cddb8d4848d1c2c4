package io.jrunc.engine;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.PidFd;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The socket of {@code --pidfd-socket}, whose owner is told of a process by a descriptor that no
 * other process can take over.
 */
final class PidFdSocket implements AutoCloseable {
  /** Which process it is: the message beside the descriptor, as runc's clients know it. */
  enum Kind {
    /** The first process of a container. */
    INIT("standard"),
    /** One that joined it later. */
    EXEC("setns");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private final SocketCalls sockets;
  private final Optional<Fd> socket;

  private PidFdSocket(SocketCalls sockets, Optional<Fd> socket) {
    this.sockets = sockets;
    this.socket = socket;
  }

  /**
   * Connects, before there is anything that would have to be undone.
   *
   * @param path absent when nobody wants to be told
   * @throws OperationException when nobody listens there
   */
  static PidFdSocket connect(SocketCalls sockets, Optional<Path> path) {
    if (path.isEmpty()) {
      return new PidFdSocket(sockets, Optional.empty());
    }
    Fd socket = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0);
    try {
      sockets.connect(socket, path.get().toString());
      return new PidFdSocket(sockets, Optional.of(socket));
    } catch (KernelException e) {
      socket.close();
      throw new OperationException("--pidfd-socket", path.get().toString(), e);
    }
  }

  /** Sends a copy of the descriptor. */
  void send(PidFd process, Kind kind) {
    if (socket.isPresent()) {
      try {
        sockets.sendmsg(socket.get(), kind.word.getBytes(StandardCharsets.US_ASCII), process.fd());
      } catch (KernelException e) {
        throw new OperationException("--pidfd-socket", "", e);
      }
    }
  }

  @Override
  public void close() {
    socket.ifPresent(Fd::close);
  }
}
