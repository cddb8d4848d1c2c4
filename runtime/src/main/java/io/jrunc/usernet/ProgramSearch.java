package io.jrunc.usernet;

import io.jrunc.error.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs, in PATH and then where distributions have them. */
public final class ProgramSearch {
  private static final List<String> USUAL =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");

  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 07777;

  private final String searchPath;
  private final boolean careful;

  private ProgramSearch(String searchPath, boolean careful) {
    this.searchPath = searchPath;
    this.careful = careful;
  }

  /** For an ordinary user, whose PATH is his own affair. */
  public static ProgramSearch ofUser(String searchPath) {
    return new ProgramSearch(searchPath, false);
  }

  /** For root, who runs nothing that others could have put there. */
  public static ProgramSearch ofRoot(String searchPath) {
    return new ProgramSearch(searchPath, true);
  }

  /**
   * The file, without links; empty if there is none.
   *
   * @throws OperationException if root's is one that others could have put there
   */
  public Optional<Path> find(String name) {
    List<String> folders = new ArrayList<>(List.of(searchPath.split(":", -1)));
    folders.addAll(USUAL);
    for (String folder : folders) {
      Path path = Path.of(folder, name);
      if (path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path)) {
        return Optional.of(trusted(path));
      }
    }
    return Optional.empty();
  }

  private Path trusted(Path path) {
    try {
      Path real = path.toRealPath();
      if (careful) {
        check(path, real);
      }
      return real;
    } catch (IOException e) {
      throw new OperationException("run", path.toString(), e);
    }
  }

  /** In a user namespace the owner of all is nobody: like the topmost folder's. */
  private static void check(Path path, Path real) throws IOException {
    int root = owner(Path.of("/"));
    for (Path part = real; part != null; part = part.getParent()) {
      int mode = (int) Files.getAttribute(part, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      int owner = owner(part);
      boolean writable = (mode & PERMISSIONS & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
      if (writable || (owner != 0 && owner != root)) {
        String reason = "others than root can change " + part + ", so root does not run it";
        throw new OperationException("run", path.toString(), reason);
      }
    }
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
