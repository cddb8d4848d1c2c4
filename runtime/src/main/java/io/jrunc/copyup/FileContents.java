package io.jrunc.copyup;

import io.jrunc.error.KernelException;
import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.abi.Whence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What is in a file, and what is known about it beside its owner and permissions. */
final class FileContents {
  private final FileCalls files;
  private final CopyCalls copying;

  FileContents(FileCalls files, CopyCalls copying) {
    this.files = files;
    this.copying = copying;
  }

  /** Copies the data and leaves holes out, since a tmpfs is memory. */
  void copy(Fd from, Fd to, long size) {
    OptionalLong data = copying.lseek(from, 0, Whence.SEEK_DATA);
    while (data.isPresent() && data.getAsLong() < size) {
      long begin = data.getAsLong();
      long end = copying.lseek(from, begin, Whence.SEEK_HOLE).orElse(size);
      copying.lseek(from, begin, Whence.SEEK_SET);
      copying.lseek(to, begin, Whence.SEEK_SET);
      copyRange(from, to, Math.min(end, size) - begin);
      data = copying.lseek(from, end, Whence.SEEK_DATA);
    }
    files.ftruncate(to, size); // a hole at the end is part of it
  }

  private void copyRange(Fd from, Fd to, long length) {
    long left = length;
    while (left > 0) {
      long sent = copying.sendfile(to, from, left);
      if (sent == 0) {
        return; // somebody has made it shorter meanwhile
      }
      left -= sent;
    }
  }

  /** Where the tmpfs takes them: older kernels have no user attributes there. */
  void copyAttributes(Fd from, Fd to) {
    for (String name : copying.flistxattr(from)) {
      try {
        copying.fsetxattr(to, name, copying.fgetxattr(from, name));
      } catch (KernelException e) {
        // nothing that a container can count on
      }
    }
  }

  void copyTime(Fd from, Fd to) {
    try {
      Path made = Path.of(to.path());
      Files.setLastModifiedTime(made, Files.getLastModifiedTime(Path.of(from.path())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
