package io.jrunc.stats;

import io.jrunc.linux.TextFiles;
import io.jrunc.linux.jna.JnaKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files as the kernel has them in a group, below a folder of a test. */
final class KernelFolder {
  static final TextFiles FILES = new TextFiles(JnaKernel.forOneCommand().files());

  private final Path folder;

  KernelFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes a file with a line break at its end. */
  KernelFolder file(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text.isEmpty() ? text : text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  GroupFiles group() {
    return new GroupFiles(FILES, folder);
  }

  /** As the group of these controllers, separated by commas. */
  Group as(int version, String controllers) {
    return new Group(version, List.of(controllers.split(",", -1)), folder);
  }
}
