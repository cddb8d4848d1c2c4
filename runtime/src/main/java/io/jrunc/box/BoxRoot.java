package io.jrunc.box;

import io.jrunc.error.OperationException;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The root of a box that has none of its own: an empty folder, in which all is mounted. */
public final class BoxRoot {
  private BoxRoot() {}

  /** The folder that is the root of a box, absolute. */
  public static Path path(Spec spec, Path bundle) {
    return bundle.resolve(spec.root().path());
  }

  /**
   * Makes the root that a box needs, if it needs one. Where the host has a link, such as /bin to
   * usr/bin, so has the box: what is to be mounted there is mounted on what the link leads to.
   *
   * @param bundle an existing folder
   */
  public static void make(Spec spec, Path bundle) {
    if (!spec.root().path().equals(BoxSpec.EMPTY_ROOT)) {
      return;
    }
    Path root = path(spec, bundle);
    try {
      Files.createDirectory(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (Mount mount : spec.mounts()) {
        Path place = Path.of(mount.destination());
        if (place.getNameCount() == 1
            && mount.destination().equals(mount.source())
            && Files.isSymbolicLink(place)) {
          Files.createSymbolicLink(
              root.resolve(place.getFileName()), Files.readSymbolicLink(place));
        }
      }
    } catch (IOException e) {
      throw new OperationException("make", root.toString(), e);
    }
  }
}
