package io.jrunc.linux.jna;

import io.jrunc.linux.Fd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What procfs tells about this process's descriptors. */
final class OpenDescriptor {

  private static final int O_CLOEXEC = 02000000;

  private OpenDescriptor() {}

  static boolean isCloseOnExec(Fd fd) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd.number()))) {
        if (line.startsWith("flags:")) {
          return (Integer.parseInt(line.substring(6).trim(), 8) & O_CLOEXEC) != 0;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where all of them lead. */
  static List<String> all() throws IOException {
    List<String> files = new ArrayList<>();
    for (int number = 0; number <= highest(); number++) {
      Path link = Path.of("/proc/self/fd/" + number);
      if (Files.isSymbolicLink(link)) {
        files.add(Files.readSymbolicLink(link).toString());
      }
    }
    return files;
  }

  static int highest() throws IOException {
    try (var numbers = Files.list(Path.of("/proc/self/fd"))) {
      return numbers.mapToInt(p -> Integer.parseInt(p.getFileName().toString())).max().orElse(2);
    }
  }
}
