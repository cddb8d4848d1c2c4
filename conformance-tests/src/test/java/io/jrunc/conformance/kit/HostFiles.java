package io.jrunc.conformance.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads and writes files of the host, with unchecked exceptions, for tests that read well. */
public final class HostFiles {

  private HostFiles() {}

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(String file) {
    return read(Path.of(file));
  }

  /** The text of a file that may vanish at any time, as those of /proc do. */
  public static Optional<String> readIfThere(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      // ESRCH, say, of a process that ended between open and read
      return Optional.empty();
    }
  }

  public static Path write(Path file, String text) {
    try {
      Files.createDirectories(parent(file));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path copy(Path file, Path to) {
    try {
      Files.createDirectories(parent(to));
      return Files.copy(file, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Within its file system. */
  public static void move(Path file, Path to) {
    try {
      Files.move(file, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a program into a root file system, under its own name in /bin. */
  public static void install(String program, Bundle bundle) {
    Path from = Path.of(program);
    try {
      Files.copy(
          from,
          bundle.rootfs().resolve("bin").resolve(from.getFileName()),
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a folder with its parents; a given mode is octal, as in "0755", umask or not. */
  public static Path folder(Path folder, String mode) {
    try {
      Files.createDirectories(folder);
      return mode(folder, mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path folder(Path folder) {
    return folder(folder, "0755");
  }

  public static Path mode(Path file, String octal) {
    int bits = Integer.parseInt(octal, 8);
    StringBuilder text = new StringBuilder();
    for (int i = 8; i >= 0; i--) {
      text.append((bits >> i & 1) == 0 ? '-' : "xwr".charAt(i % 3));
    }
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(text.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path symlink(Path link, String target) {
    try {
      Files.createDirectories(parent(link));
      return Files.createSymbolicLink(link, Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a link says, without following it. */
  public static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names in a folder, sorted; none when there is no such folder. */
  public static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(p -> String.valueOf(p.getFileName())).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it; does not follow links. */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.sorted(Comparator.reverseOrder()).forEach(HostFiles::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent(Path file) {
    return Optional.ofNullable(file.getParent()).orElseThrow();
  }
}
