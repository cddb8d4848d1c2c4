package io.jrunc.linux;

import io.jrunc.error.KernelException;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.OpenFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the small files in which the kernel tells things.
 *
 * <p>The JDK does it, in its plainest way, which is in every JVM's archive and needs nothing to be
 * loaded. It tells no errno, so what has failed is done once more through the kernel's own calls.
 */
public final class TextFiles {
  private final FileCalls calls;

  /** Nothing is loaded yet. */
  public TextFiles(FileCalls calls) {
    this.calls = calls;
  }

  /**
   * What the kernel says in a file, without the last newline; empty if the file is not there, or
   * what it tells of is gone.
   *
   * @throws KernelException if it can't be read
   */
  public Optional<String> read(Path file) {
    if (!file.toFile().exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(withoutNewline(SmallFile.read(file)));
    } catch (IOException e) {
      return readAgain(file);
    }
  }

  private Optional<String> readAgain(Path file) {
    try (Fd fd = calls.open(file.toString(), OpenFlag.O_RDONLY)) {
      return Optional.of(withoutNewline(calls.readAll(fd)));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw new KernelException(e.call(), file.toString(), e.errno());
    }
  }

  /** What the kernel has said in these bytes, without the last newline. */
  public static String withoutNewline(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
