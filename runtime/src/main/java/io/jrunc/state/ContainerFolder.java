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
      return SmallFile.read(config());
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
      return Optional.of(RecordCodec.decode(SmallFile.read(record())));
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

  /** Needs the lock, or a folder that nobody else knows of. */
  void write(ContainerRecord container) {
    Path unfinished = path.resolve("state~");
    try {
      Files.write(unfinished, RecordCodec.encode(container));
      Files.move(unfinished, record(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateException.of("write", record(), e);
    }
  }

  /** Removes the folder with all that is in it, as far as it is there; follows no links. */
  void remove() {
    try {
      removeTree(path);
    } catch (IOException e) {
      throw StateException.of("remove", path, e);
    }
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
