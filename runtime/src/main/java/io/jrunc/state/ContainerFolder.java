package io.jrunc.state;

import io.jrunc.linux.SmallFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The files of one container. The folder appears and disappears by rename(2), so it is there with
 * lock and record or not at all.
 *
 * @param path the folder itself
 */
public record ContainerFolder(Path path) {

  /** Where init waits for {@code start}. */
  public Path startSocket() {
    return path.resolve("start.sock");
  }

  /** What the container sees of us, with the socket in it. */
  public Path notifyFolder() {
    return path.resolve("notify");
  }

  /** Where the container tells that it is ready. */
  public Path notifySocket() {
    return notifyFolder().resolve("notify.sock");
  }

  /** A copy of config.json as it was when the container was made. */
  public Path config() {
    return path.resolve("config.json");
  }

  /**
   * What {@link LockedContainer#keepConfig} has written.
   *
   * @throws StateException when it isn't there any more
   */
  public byte[] readConfig() {
    try {
      return SmallFile.readAtOnce(config().toString());
    } catch (FileNotFoundException e) {
      return readConfigAgain();
    } catch (IOException e) {
      throw StateException.of("read", config(), e);
    }
  }

  /** For the reason, which the cheap way doesn't tell. */
  private byte[] readConfigAgain() {
    try {
      return Files.readAllBytes(config());
    } catch (IOException e) {
      throw StateException.of("read", config(), e);
    }
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path record() {
    return path.resolve("state");
  }

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Needs no lock: the record is replaced as a whole. */
  Optional<ContainerRecord> read() {
    try {
      return Optional.of(RecordCodec.decode(SmallFile.readAtOnce(record().toString())));
    } catch (FileNotFoundException e) {
      return exists() ? readAgain() : Optional.empty();
    } catch (IOException e) {
      throw StateException.of("read", record(), e);
    }
  }

  /** For the reason, which the cheap way doesn't tell. */
  private Optional<ContainerRecord> readAgain() {
    try {
      return Optional.of(RecordCodec.decode(Files.readAllBytes(record())));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it was on its way out
    } catch (IOException e) {
      throw StateException.of("read", record(), e);
    }
  }

  /** Needs the lock: who reads meanwhile gets this record or the one before. */
  void write(ContainerRecord container) {
    Path unfinished = path.resolve("state~");
    try {
      put(unfinished, RecordCodec.encode(container));
      Files.move(unfinished, record(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateException.of("write", record(), e);
    }
  }

  /** Of a folder that nobody else knows of. */
  void writeFirst(ContainerRecord container) {
    try {
      put(record(), RecordCodec.encode(container));
    } catch (IOException e) {
      throw StateException.of("write", record(), e);
    }
  }

  /** Makes or replaces one of the container's files. */
  static void put(Path file, byte[] bytes) throws IOException {
    try {
      SmallFile.write(file, bytes);
    } catch (FileNotFoundException e) {
      Files.write(file, bytes); // for the reason, which the cheap way doesn't tell
    }
  }

  /**
   * Removes the folder with all that is in it, as far as it is there; follows no links. What it
   * usually holds goes without a look at it.
   */
  void remove() {
    for (Path file : List.of(record(), startSocket(), config(), lock())) {
      unlink(file);
    }
    if (unlink(path)) {
      return;
    }
    try {
      removeTree(path);
    } catch (IOException e) {
      throw StateException.of("remove", path, e);
    }
  }

  /** Says whether a file, or an empty folder, is gone by this. */
  private static boolean unlink(Path path) {
    return path.toFile().delete();
  }

  private static void removeTree(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          removeTree(child);
        }
      } catch (NoSuchFileException | NotDirectoryException e) {
        return; // somebody else sweeps too
      }
    }
    Files.deleteIfExists(path);
  }
}
