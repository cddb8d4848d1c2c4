package io.jrunc.host;

import io.jrunc.error.OperationException;
import io.jrunc.linux.SmallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of procfs.
 *
 * @param root where it is mounted
 */
record ProcFiles(Path root) {
  /** The /proc of this process. */
  static final ProcFiles HOST = new ProcFiles(Path.of("/proc"));

  Path path(String name) {
    return root.resolve(name);
  }

  List<String> lines(String name) {
    try {
      return SmallFile.lines(path(name));
    } catch (IOException e) {
      return linesAgain(name);
    }
  }

  /** For the reason, which the cheap way doesn't tell. */
  private List<String> linesAgain(String name) {
    try {
      return Files.readAllLines(path(name));
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  String link(String name) {
    try {
      return Files.readSymbolicLink(path(name)).toString();
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private OperationException failure(String name, IOException e) {
    return e instanceof NoSuchFileException
        ? new OperationException("read", path(name).toString(), "no procfs is mounted there")
        : new OperationException("read", path(name).toString(), e);
  }
}
