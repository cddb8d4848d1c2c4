package io.jrunc.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * The folder below which all containers of one user are kept.
 *
 * @param path absolute
 * @param temporary whether the system cleans up there: what has the sticky bit is spared
 */
public record StateRoot(Path path, boolean temporary) {
  /** For its owner only: rwx------. */
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private static final int STICKY_PRIVATE = 01700;

  /** The root that {@code --root} asks for. */
  public static StateRoot at(Path asked) {
    Path path = asked.toAbsolutePath();
    if (path.normalize().getNameCount() == 0) {
      throw new StateException("--root: containers can't be kept in /");
    }
    return new StateRoot(path, false);
  }

  /**
   * The user's root: {@code /run/jrunc}, or below {@code XDG_RUNTIME_DIR} for ordinary users. Root
   * of a user namespace of one's own is an ordinary user, unless he calls himself root.
   */
  public static StateRoot of(Caller caller, Map<String, String> environment) {
    String directory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    boolean root =
        caller.uid() == 0 && (!caller.inUserNamespace() || "root".equals(environment.get("USER")));
    return root || directory.isEmpty()
        ? new StateRoot(Path.of("/run/jrunc"), false)
        : new StateRoot(Path.of(directory, "jrunc").toAbsolutePath(), true);
  }

  /** Makes the folder, for its owner only, if it isn't there. */
  void make() {
    try {
      if (Files.isDirectory(path)) {
        return;
      }
      Files.createDirectories(path, PRIVATE);
      if (temporary) {
        Files.setAttribute(path, "unix:mode", STICKY_PRIVATE);
      }
    } catch (IOException e) {
      throw StateException.of("make", path, e);
    }
  }
}
