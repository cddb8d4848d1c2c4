package io.jrunc.cgroup;

import java.nio.file.Path;
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

  /** Makes a group. */
  void makeDirectory(Path directory);

  /** Removes a group that has neither processes nor children. */
  void removeDirectory(Path directory);

  /** The groups below one; none if it is gone. */
  List<Path> children(Path directory);
}
