package io.jrunc.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of the form of /proc in which a test lets processes live and die. */
final class FakeProc {
  private final Path folder;

  FakeProc(Path folder) {
    this.folder = folder;
    become(1000, 1);
  }

  ProcessTable table() {
    return new ProcessTable(folder);
  }

  /** Starts a process and gives its identity. */
  ProcessIdentity start(int pid, long startTime) {
    write(pid, 'S', startTime);
    return new ProcessIdentity(pid, startTime);
  }

  void becomeZombie(ProcessIdentity process) {
    write(process.pid(), 'Z', process.startTime());
  }

  void end(ProcessIdentity process) {
    try {
      Files.delete(folder.resolve(Integer.toString(process.pid())).resolve("stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes that process the one that the code under test runs in. */
  ProcessIdentity become(int pid, long startTime) {
    try {
      Files.deleteIfExists(folder.resolve("self"));
      Files.createSymbolicLink(folder.resolve("self"), Path.of(Integer.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(pid, startTime);
  }

  private void write(int pid, char state, long startTime) {
    String fields = " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 " + startTime + " 20 21\n";
    try {
      Path process = Files.createDirectories(folder.resolve(Integer.toString(pid)));
      Files.writeString(process.resolve("stat"), pid + " (a) R 9 (b) " + state + fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
