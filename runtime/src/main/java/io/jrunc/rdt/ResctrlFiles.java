package io.jrunc.rdt;

import java.nio.file.Path;
import java.util.Optional;

/** The few things that can be done with resctrl; every failure has an errno. */
interface ResctrlFiles {

  /** Whether there is such a file or directory. */
  boolean exists(Path path);

  /** What the kernel says in a file; empty if it is not there. */
  Optional<String> read(Path file);

  /** Writes a text at once, into a file that exists. */
  void write(Path file, String text);

  /** Makes a group, whose files the kernel adds. */
  void makeDirectory(Path directory);

  /** Removes a group with its files; its processes go back to the group that it was made in. */
  void removeDirectory(Path directory);
}
