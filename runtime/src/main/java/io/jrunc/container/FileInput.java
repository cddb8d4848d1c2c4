package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What comes out of a pipe or a terminal; closed by itself at its end. */
final class FileInput extends InputStream {
  private static final int LONGEST = 16 * 1024;

  private final FileCalls calls;
  private final SharedFile file;
  private volatile boolean ended;

  FileInput(FileCalls calls, SharedFile file) {
    this.calls = calls;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    byte[] block = new byte[Math.min(length, LONGEST)];
    int count = once(block);
    if (count <= 0) {
      ended = true;
      file.close();
      return -1;
    }
    System.arraycopy(block, 0, into, offset, count);
    return count;
  }

  /** Reads once. A terminal that nobody has open on the other side answers with EIO. */
  private int once(byte[] block) throws IOException {
    return file.use(
        fd -> {
          try {
            return calls.read(fd, block);
          } catch (KernelException e) {
            if (e.errno() == Errno.EIO) {
              return 0;
            }
            throw e;
          }
        });
  }

  @Override
  public void close() {
    file.close();
  }
}
