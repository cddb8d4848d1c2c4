package io.jrunc.cgroup;

import io.jrunc.linux.Fd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The few things that can be done with the files of cgroups; every failure has an errno. */
interface CgroupFiles {

  /** Whether there is such a file or directory. */
  boolean exists(Path path);

  /** What the kernel says in a file, without the last newline; empty if it or its group is gone. */
  Optional<String> read(Path file);

  /** Writes a value at once, into a file that exists. */
  void write(Path file, String value);

  /** Opens a file that exists, into which several values are to be written. */
  Output output(Path file);

  /** An open file; to be closed by the caller. */
  interface Output extends AutoCloseable {

    /** Writes a value at once. */
    void write(String value);

    @Override
    void close();
  }

  /** Gives a file or a group to a user; its group of users stays. */
  void chown(Path path, long uid);

  /** Makes a group, if there is none; says whether there was none. */
  boolean makeDirectory(Path directory);

  /** Removes a group that has neither processes nor children. */
  void removeDirectory(Path directory);

  /** Removes a group, if it has neither processes nor children; says whether it is gone. */
  boolean removeIfUnused(Path directory);

  /** The names of a group's files; none if it is gone. */
  List<String> names(Path directory);

  /** A descriptor of a file that only writes, to be closed by the caller. */
  Fd openForWriting(Path file);

  /** A descriptor of a group, to be closed by the caller. */
  Fd openDirectory(Path directory);

  /** The groups below one; none if it is gone. */
  List<Path> children(Path directory);

  /** Opens a directory, from which paths can begin that would be too long from the root. */
  Anchor anchor(Path directory);

  /** An open directory; to be closed by the caller. */
  interface Anchor extends AutoCloseable {

    /** A short path of it. */
    Path path();

    @Override
    void close();
  }

  /**
   * Opens a file of version 2 whose changes the kernel tells, such as cgroup.events; to be closed
   * by the caller.
   */
  Watch watch(Path file);

  /** An open file that is read again and again. */
  interface Watch extends AutoCloseable {

    /** What the kernel says now; empty if the group is gone. */
    Optional<String> read();

    /** Waits until that is no more what was read last, for so long at most. */
    void await(Duration atMost);

    @Override
    void close();
  }
}
