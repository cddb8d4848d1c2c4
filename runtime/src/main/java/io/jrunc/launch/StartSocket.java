package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.linux.SocketCalls;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.program.Slots;
import io.jrunc.program.Slots.Slot;

/**
 * Gives a program the socket at which it waits for start.
 *
 * @param path absolute, of a socket that isn't there yet
 */
public record StartSocket(SocketCalls sockets, String path) implements SlotSource {

  @Override
  public Fd open(Slot slot) {
    if (!(slot instanceof Slots.Listener)) {
      throw new IllegalArgumentException("nobody opens " + slot.describe());
    }
    Fd socket = sockets.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
    try {
      sockets.bind(socket, path);
      sockets.listen(socket, 1);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
