package io.jrunc.engine;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Pid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file in which a caller looks for init's pid. */
final class PidFile {
  private PidFile() {}

  /** Takes the file away again, if it is there. */
  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new OperationException("--pid-file", file.toString(), e);
    }
  }

  /** Writes the decimal number and nothing else; who reads the file sees all of it or none. */
  static void write(Path file, Pid pid) {
    Path unfinished = file.resolveSibling("." + file.getFileName() + "." + pid);
    try {
      Files.write(unfinished, pid.toString().getBytes(StandardCharsets.US_ASCII));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw new OperationException("--pid-file", file.toString(), e);
    }
  }
}
