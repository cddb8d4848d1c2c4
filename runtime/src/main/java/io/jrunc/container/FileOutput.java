package io.jrunc.container;

import io.jrunc.linux.FileCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** What goes into a pipe or a terminal, at once. */
final class FileOutput extends OutputStream {
  private final FileCalls calls;
  private final SharedFile file;
  private final Runnable whenClosed;

  /**
   * Nothing happens yet.
   *
   * @param whenClosed what its user's close does
   */
  FileOutput(FileCalls calls, SharedFile file, Runnable whenClosed) {
    this.calls = calls;
    this.file = file;
    this.whenClosed = whenClosed;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    byte[] bytes = Arrays.copyOfRange(from, offset, offset + length);
    file.use(
        fd -> {
          calls.writeAll(fd, bytes);
          return bytes.length;
        });
  }

  @Override
  public void close() {
    whenClosed.run();
  }
}
