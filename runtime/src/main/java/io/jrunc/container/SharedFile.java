package io.jrunc.container;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.function.ToIntFunction;

/**
 * A descriptor that several threads use. It is closed when the last of them is done, because its
 * number may be another file from then on.
 */
final class SharedFile implements AutoCloseable {
  private final Fd file;
  private final Cleaner.Cleanable forgotten;
  private int users;
  private boolean closed;

  /**
   * Takes the descriptor over.
   *
   * @param cleaner closes it when nobody knows of it any more
   */
  SharedFile(Fd file, Cleaner cleaner) {
    this.file = file;
    this.forgotten = cleaner.register(this, file::close);
  }

  /**
   * Does something with it.
   *
   * @throws IOException when it is closed, or with what the kernel answers
   */
  int use(ToIntFunction<Fd> call) throws IOException {
    begin();
    try {
      return call.applyAsInt(file);
    } catch (KernelException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      end();
    }
  }

  private synchronized void begin() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    users++;
  }

  private synchronized void end() {
    users--;
    closeIfUnused();
  }

  private void closeIfUnused() {
    if (closed && users == 0) {
      forgotten.clean();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeIfUnused();
  }
}
