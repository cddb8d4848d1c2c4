package io.jrunc.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root file system with busybox and nothing else. */
final class BusyboxRootfs {
  private static final List<String> APPLETS =
      List.of(
          "cat",
          "echo",
          "env",
          "grep",
          "id",
          "ls",
          "readlink",
          "seq",
          "sh",
          "sleep",
          "stty",
          "tail",
          "true",
          "tty",
          "wc");

  private BusyboxRootfs() {}

  /** Makes it, with the folders that the sample config mounts something on. */
  static Path make(Path folder) throws IOException {
    for (String name : List.of("bin", "dev", "etc", "proc", "sys", "tmp")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), folder.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(folder.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    return folder;
  }
}
