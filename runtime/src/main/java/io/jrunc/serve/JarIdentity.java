package io.jrunc.serve;

import io.jrunc.error.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Which file an installation's {@code lib/jrunc.jar} is; another file is another version.
 *
 * @param device as stat(2) tells it
 * @param inode of the file
 * @param changed when it was changed last, its status included, in nanoseconds of the epoch
 */
record JarIdentity(long device, long inode, long changed) {

  /** That of the file at a path, links followed. */
  static JarIdentity of(Path jar) {
    try {
      long device = (Long) Files.getAttribute(jar, "unix:dev", new LinkOption[0]);
      long inode = (Long) Files.getAttribute(jar, "unix:ino", new LinkOption[0]);
      FileTime changed = (FileTime) Files.getAttribute(jar, "unix:ctime", new LinkOption[0]);
      return new JarIdentity(device, inode, changed.to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      throw new OperationException("look at", jar.toString(), e);
    }
  }
}
