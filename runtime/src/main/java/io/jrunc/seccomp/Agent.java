package io.jrunc.seccomp;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.charset.StandardCharsets;

/** Whoever answers system calls for a filter: a program that listens at {@code listenerPath}. */
public final class Agent implements AutoCloseable {
  private final SocketCalls sockets;
  private final Fd socket;

  private Agent(SocketCalls sockets, Fd socket) {
    this.sockets = sockets;
    this.socket = socket;
  }

  /**
   * Connects to it, before anything depends on its being there.
   *
   * @throws OperationException when nobody listens
   */
  public static Agent connect(SocketCalls sockets, String path) {
    Fd socket = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0);
    try {
      sockets.connect(socket, path);
      return new Agent(sockets, socket);
    } catch (KernelException e) {
      socket.close();
      throw failure(e);
    }
  }

  /**
   * Sends it where the calls arrive, in one message.
   *
   * @param process the container process state, as JSON
   * @param listener is left open
   */
  public void send(String process, Fd listener) {
    try {
      sockets.sendmsg(socket, process.getBytes(StandardCharsets.UTF_8), listener);
    } catch (KernelException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private static OperationException failure(KernelException e) {
    return new OperationException("/linux/seccomp/listenerPath", "", e);
  }
}
