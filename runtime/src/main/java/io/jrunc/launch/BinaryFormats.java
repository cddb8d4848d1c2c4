package io.jrunc.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What programs the kernel can run beside its own: those for which someone has registered an
 * interpreter, an emulator say (binfmt_misc, in the kernel's administration guide).
 */
public final class BinaryFormats {
  private static final Path USUAL = Path.of("/proc/sys/fs/binfmt_misc");

  private final Path handlers;

  BinaryFormats(Path handlers) {
    this.handlers = handlers;
  }

  /** Those of this machine, if they are where they usually are. */
  public static BinaryFormats ofHost() {
    return new BinaryFormats(USUAL);
  }

  /** Whether there is any; which files it is for is for the kernel to find out. */
  boolean areAny() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(handlers)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.equals("register") && !name.equals("status")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // it isn't mounted
    }
  }
}
