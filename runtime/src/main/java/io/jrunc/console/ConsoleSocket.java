package io.jrunc.console;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The socket of {@code --console-socket}, whose owner looks after the terminal. */
public final class ConsoleSocket {
  /** What the message says beside the descriptor; receivers want at least one byte. */
  private static final byte[] NAME = "/dev/ptmx".getBytes(StandardCharsets.US_ASCII);

  private final SocketCalls sockets;
  private final Path path;

  /** The socket at a path, which somebody listens at. */
  public ConsoleSocket(SocketCalls sockets, Path path) {
    this.sockets = sockets;
    this.path = path;
  }

  /** Sends the master of a terminal, in one message, and closes it here. */
  public void send(Fd master) {
    try (master;
        Fd socket = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, 0)) {
      sockets.connect(socket, path.toString());
      sockets.sendmsg(socket, NAME, master);
    } catch (KernelException e) {
      throw new OperationException("--console-socket", path.toString(), e);
    }
  }
}
