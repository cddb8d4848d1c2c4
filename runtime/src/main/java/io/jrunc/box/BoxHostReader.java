package io.jrunc.box;

import io.jrunc.error.OperationException;
import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.IdMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what the host has to offer to a box. */
public final class BoxHostReader {
  private static final List<String> SHELLS = List.of("/bin/bash", "/bin/sh");

  private static final String MISSING = "no such file or directory";

  private final List<IdMapping> uidMappings;
  private final List<IdMapping> gidMappings;
  private final Map<String, String> environment;

  /**
   * Looks at nothing yet.
   *
   * @param uidMappings the ids that the caller can have in a user namespace; empty for root, who
   *     needs none
   * @param gidMappings the same for groups
   * @param environment the caller's
   */
  public BoxHostReader(
      List<IdMapping> uidMappings, List<IdMapping> gidMappings, Map<String, String> environment) {
    this.uidMappings = List.copyOf(uidMappings);
    this.gidMappings = List.copyOf(gidMappings);
    this.environment = Map.copyOf(environment);
  }

  /**
   * What there is for this box.
   *
   * @param terminal first size of the box's terminal; empty where it is to have none
   */
  public BoxHost read(BoxRequest request, Optional<ConsoleSize> terminal) {
    HostTree tree = new HostTree(Path.of("/"));
    List<String> shared = uidMappings.isEmpty() ? tree.forRoot() : ofUser(request, tree);
    return new BoxHost(
        uidMappings,
        gidMappings,
        shared,
        tree.names(),
        init(),
        shell(request, shared),
        environment,
        terminal);
  }

  private static List<String> ofUser(BoxRequest request, HostTree tree) {
    boolean ownNames =
        request.network().isPresent() && BoxNetwork.hasOwnNames(request.network().get());
    return ownNames ? tree.forOrdinaryUserWithOwnNames() : tree.forOrdinaryUser();
  }

  /**
   * The same request, whose root file system is the folder that a link may have led to.
   *
   * @throws OperationException naming the option whose file isn't there
   */
  public static BoxRequest resolve(BoxRequest request) {
    checkVolumes(request);
    return request.rootfs().isEmpty() ? request : request.withRootfs(real(request.rootfs().get()));
  }

  private static Path real(Path asked) {
    try {
      Path real = asked.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new OperationException("--rootfs", asked.toString(), "not a directory");
      }
      return real;
    } catch (NoSuchFileException e) {
      throw new OperationException("--rootfs", asked.toString(), MISSING);
    } catch (IOException e) {
      throw new OperationException("--rootfs", asked.toString(), e);
    }
  }

  private static void checkVolumes(BoxRequest request) {
    for (BoxRequest.Volume volume : request.volumes()) {
      if (!volume.source().toFile().exists()) {
        throw new OperationException("--volume", volume.text(), volume.source() + ": " + MISSING);
      }
    }
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
