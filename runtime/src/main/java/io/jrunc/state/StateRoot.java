package io.jrunc.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
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
 * @param place what kind of folder it is in
 */
public record StateRoot(Path path, Place place) {
  /** For its owner only: rwx------. */
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private static final int STICKY_PRIVATE = 01700;
  private static final int OF_OTHERS = 0077;
  private static final Path RUN = Path.of("/run");

  /** What kind of folder a root is in. */
  public enum Place {
    /** One that its user answers for. */
    OWN,
    /** The user's own, in which the system cleans up: what has the sticky bit is spared. */
    TEMPORARY,
    /** One in which everybody can make files, so that somebody else may have made the root. */
    SHARED
  }

  /** The root that {@code --root} asks for. */
  public static StateRoot at(Path asked) {
    Path path = asked.toAbsolutePath();
    if (path.normalize().getNameCount() == 0) {
      throw new StateException("--root: containers can't be kept in /");
    }
    return new StateRoot(path, Place.OWN);
  }

  /**
   * The user's root: {@code /run/jrunc}; for ordinary users below {@code XDG_RUNTIME_DIR}, and
   * without that {@code /tmp/jrunc-UID}, which must be theirs and closed to others. Root of a user
   * namespace of one's own is an ordinary user, unless he calls himself root.
   *
   * @throws StateException when the folder in /tmp is another user's, or open to others
   */
  public static StateRoot of(Caller caller, Map<String, String> environment) {
    String directory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    boolean root =
        caller.uid() == 0 && (!caller.inUserNamespace() || "root".equals(environment.get("USER")));
    if (!root && !directory.isEmpty()) {
      return new StateRoot(Path.of(directory, "jrunc").toAbsolutePath(), Place.TEMPORARY);
    }
    if (root || (caller.uid() == 0 && Files.isWritable(RUN))) { // of a container, say
      return new StateRoot(RUN.resolve("jrunc"), Place.OWN);
    }
    return shared(Path.of("/tmp", "jrunc-" + caller.outerUid()), caller.uid());
  }

  /**
   * A folder that exists must be the user's own, and only his, or others could feign containers.
   */
  static StateRoot shared(Path path, long uid) {
    try {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw refusal(path, "is not a folder");
        }
        return new StateRoot(path, Place.SHARED);
      }
      long owner = attribute(path, "unix:uid");
      if (owner != uid) {
        throw refusal(path, "belongs to user " + owner);
      }
      if ((attribute(path, "unix:mode") & OF_OTHERS) != 0) {
        throw refusal(path, "is open to others");
      }
      return new StateRoot(path, Place.SHARED);
    } catch (NoSuchFileException e) {
      return new StateRoot(path, Place.SHARED); // somebody has just taken it away
    } catch (IOException e) {
      throw StateException.of("look at", path, e);
    }
  }

  private static int attribute(Path path, String name) throws IOException {
    return (Integer) Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS);
  }

  private static StateException refusal(Path path, String reason) {
    return new StateException(path + ": " + reason + "; set XDG_RUNTIME_DIR or give --root");
  }

  /** Where filters of system calls are kept for the next container; no container is called so. */
  public Path filters() {
    return path.resolve("=filters");
  }

  /** Where leases of addresses and ports are kept; no container is called so. */
  public Path networks() {
    return path.resolve("=networks");
  }

  /** Makes the folder, for its owner only, if it isn't there. */
  void make() {
    try {
      if (place == Place.SHARED) {
        makeInSharedFolder();
        return;
      }
      if (Files.isDirectory(path)) {
        return;
      }
      Files.createDirectories(path, PRIVATE);
      if (place == Place.TEMPORARY) {
        Files.setAttribute(path, "unix:mode", STICKY_PRIVATE);
      }
    } catch (IOException e) {
      throw StateException.of("make", path, e);
    }
  }

  /** What somebody has made since we looked is looked at once more. */
  private void makeInSharedFolder() throws IOException {
    try {
      Files.createDirectory(path, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      shared(path, Caller.ofThisProcess().uid());
    }
  }
}
