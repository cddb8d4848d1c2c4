package io.jrunc.box;

import io.jrunc.error.OperationException;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what the host has to offer to a box. */
public final class BoxHostReader {
  private static final List<String> SHELLS = List.of("/bin/bash", "/bin/sh");

  private final long uid;
  private final long gid;
  private final Map<String, String> environment;

  /**
   * Looks at nothing yet.
   *
   * @param uid the caller's effective user
   * @param gid the caller's effective group
   * @param environment the caller's
   */
  public BoxHostReader(long uid, long gid, Map<String, String> environment) {
    this.uid = uid;
    this.gid = gid;
    this.environment = environment;
  }

  /**
   * What there is for this box.
   *
   * @param terminal first size of the box's terminal; empty where it is to have none
   * @throws OperationException naming the option whose file isn't there
   */
  public BoxHost read(BoxRequest request, Optional<ConsoleSize> terminal) {
    checkFiles(request);
    boolean single = uid == 0 || !canMapRanges();
    List<IdMapping> uids = mappings("/etc/subuid", uid);
    List<IdMapping> gids = mappings("/etc/subgid", gid);
    if (uids.size() == 1 || gids.size() == 1) {
      single = true; // ids of one kind alone are of no use
    }
    HostTree tree = new HostTree(Path.of("/"));
    List<String> shared = uid == 0 ? tree.forRoot() : tree.forOrdinaryUser();
    return new BoxHost(
        uid == 0 ? List.of() : single ? uids.subList(0, 1) : uids,
        uid == 0 ? List.of() : single ? gids.subList(0, 1) : gids,
        shared,
        init(),
        shell(request, shared),
        environment,
        terminal);
  }

  private static void checkFiles(BoxRequest request) {
    if (request.rootfs().isPresent() && !Files.isDirectory(request.rootfs().get())) {
      String reason = request.rootfs().get().toFile().exists() ? "not a directory" : MISSING;
      throw new OperationException("--rootfs", request.rootfs().get().toString(), reason);
    }
    for (BoxRequest.Volume volume : request.volumes()) {
      if (!volume.source().toFile().exists()) {
        throw new OperationException("--volume", volume.text(), volume.source() + ": " + MISSING);
      }
    }
  }

  private static final String MISSING = "no such file or directory";

  private List<IdMapping> mappings(String file, long own) {
    return SubordinateIds.mappings(Path.of(file), System.getProperty("user.name", ""), uid, own);
  }

  private boolean canMapRanges() {
    for (String program : List.of("newuidmap", "newgidmap")) {
      boolean found = false;
      for (String folder : environment.getOrDefault("PATH", "/usr/bin").split(":", -1)) {
        found |= folder.startsWith("/") && Files.isExecutable(Path.of(folder, program));
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /** Beside jrunc.jar; the real path, since the class path may lead through /proc/self. */
  private static String init() {
    Path jar = Path.of(System.getProperty("java.class.path", "").split(":", 2)[0]);
    Path init = jar.resolveSibling("box-init");
    try {
      return init.toRealPath().toString();
    } catch (IOException e) {
      throw new OperationException("read", init.toString(), "missing in this installation");
    }
  }

  /** The caller's own, if the box has it. */
  private String shell(BoxRequest request, List<String> shared) {
    String own = environment.getOrDefault("SHELL", "");
    boolean usable = own.startsWith("/") && !own.contains("/../") && has(request, shared, own);
    if (usable) {
      return own;
    }
    for (String shell : SHELLS) {
      if (has(request, shared, shell)) {
        return shell;
      }
    }
    return "/bin/sh";
  }

  private static boolean has(BoxRequest request, List<String> shared, String path) {
    if (request.rootfs().isPresent()) {
      Path file = request.rootfs().get().resolve(path.substring(1));
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS); // a link leads on inside only
    }
    for (String folder : shared) {
      if (path.startsWith(folder + "/")) {
        return Files.isExecutable(Path.of(path));
      }
    }
    return false;
  }
}
