package io.jrunc.serve;

import io.jrunc.linux.abi.Errno;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A standard stream of a client: what is written here, the client writes. */
final class ClientOutput extends OutputStream {
  private final Connection client;
  private final int stream;
  private boolean hasWritten;

  /**
   * Asks nothing yet.
   *
   * @param stream 1 or 2
   */
  ClientOutput(Connection client, int stream) {
    this.client = client;
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int at = offset; at < end; at += Requests.LONGEST_WRITE) {
      int some = Math.min(Requests.LONGEST_WRITE, end - at);
      hasWritten = true;
      ask(Requests.write(stream, bytes, at, some));
    }
  }

  private void ask(byte[] request) throws IOException {
    try {
      Optional<Errno> errno = Connection.errno(client.ask(request));
      if (errno.isPresent()) {
        throw new IOException(errno.get().toString());
      }
    } catch (ClientGoneException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether the client was asked to write anything. */
  boolean hasWritten() {
    return hasWritten;
  }
}
