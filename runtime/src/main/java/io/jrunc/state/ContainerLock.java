package io.jrunc.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that this process has locked by fcntl(2). The lock ends with the process and is not
 * inherited by children. It also ends when this process closes any other descriptor of the file, so
 * whoever takes one must have the {@link Turns turn} of its container.
 */
final class ContainerLock {
  private static final long LONGEST_PAUSE_MILLIS = 20;

  private final FileChannel channel;

  private ContainerLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes and locks a file in a folder that nobody else knows of. */
  static ContainerLock make(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    channel.lock();
    return new ContainerLock(channel);
  }

  /**
   * Waits for the lock of an existing file.
   *
   * @return empty when the file isn't there, or was removed meanwhile
   * @throws ContainerBusyException when somebody else has it for longer than the patience
   */
  static Optional<ContainerLock> take(Path file, String id, Duration patience) throws IOException {
    Optional<Incarnation> before = Incarnation.of(file);
    ContainerLock lock;
    try {
      lock = new ContainerLock(FileChannel.open(file, StandardOpenOption.WRITE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      lock.await(id, patience);
      Optional<Incarnation> now = Incarnation.of(file);
      taken = before.isPresent() && now.isPresent() && now.get().is(before.get());
    } finally {
      if (!taken) {
        lock.release();
      }
    }
    return taken ? Optional.of(lock) : Optional.empty();
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StateException.of("close", "a lock", e);
    }
  }

  private void await(String id, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = 1;
    while (channel.tryLock() == null) {
      if (System.nanoTime() - deadline >= 0) {
        throw new ContainerBusyException(id, patience);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerBusyException(id, patience);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /**
   * Tells a file from a later one with its name: the later one may get its inode, hence the time.
   */
  private record Incarnation(@Nullable Object inode, FileTime made) {
    /** Like equals, whose first call makes a record's class load for 20 ms. */
    boolean is(Incarnation other) {
      return Objects.equals(inode, other.inode) && made.equals(other.made);
    }

    static Optional<Incarnation> of(Path file) throws IOException {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(new Incarnation(attributes.fileKey(), attributes.lastModifiedTime()));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }
}
