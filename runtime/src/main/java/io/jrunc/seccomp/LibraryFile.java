package io.jrunc.seccomp;

import java.io.File;
import java.io.IOException;
import java.util.Optional;

/** The file of libseccomp, found without loading it, in the folders of the usual distributions. */
public final class LibraryFile {
  private static final String NAME = "libseccomp.so.2";
  private static final String[] FOLDERS = {
    "/usr/lib/x86_64-linux-gnu/",
    "/usr/lib/aarch64-linux-gnu/",
    "/usr/lib64/",
    "/usr/lib/",
    "/lib64/",
    "/lib/",
    "/usr/local/lib/"
  };

  private LibraryFile() {}

  /** Its path, which may be a link's; empty where it is elsewhere or not installed. */
  static Optional<File> find() {
    for (String folder : FOLDERS) {
      File file = new File(folder + NAME);
      if (file.exists()) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Its version by the name of the file, {@code 2.5.4}; empty where that tells none. */
  public static Optional<String> version() {
    Optional<File> file = find();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      String name = file.get().getCanonicalFile().getName();
      int prefix = NAME.length() - 1; // the version begins with the 2
      return name.length() > NAME.length() ? Optional.of(name.substring(prefix)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Words that are other ones when the library is another one; the same as long as it isn't found.
   */
  static String identity() {
    Optional<File> file = find();
    return file.isEmpty()
        ? "unknown"
        : file.get() + " " + file.get().length() + " " + file.get().lastModified();
  }
}
