package io.jrunc.host;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.ResolveFlag;
import io.jrunc.plan.NetworkFile;
import io.jrunc.spec.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the symbolic links on the way to where something is mounted, inside the root. The kernel
 * does so as well, but can't make what is missing where a link leads, and images have such links:
 * Debian's {@code /etc/resolv.conf} leads to a folder of {@code /run}. Who exchanges a link later
 * gets the mount elsewhere in his root, as the kernel never leaves it.
 */
final class MountTargets {
  private static final int MOST_LINKS = 40; // as in the kernel
  private static final OpenHow WITHOUT_LINKS =
      new OpenHow(
          Set.of(OpenFlag.O_PATH),
          0,
          Set.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_SYMLINKS));
  private static final OpenHow LINK_ITSELF =
      new OpenHow(
          Set.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW),
          0,
          Set.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS));

  private final FileCalls files;
  private final List<String> mounted = new ArrayList<>();
  private String root = "";
  private Optional<Fd> opened = Optional.empty();

  MountTargets(FileCalls files) {
    this.files = files;
  }

  /** The real path of each destination that has links, by the normal form of what is written. */
  Map<String, String> read(Bundle bundle) {
    Map<String, String> targets = new HashMap<>();
    root = bundle.rootfs().toString();
    try {
      for (Mount mount : bundle.spec().mounts()) {
        read(ContainerPath.normalize(mount.destination()), targets);
      }
      if (bundle.asksForNetwork()) {
        for (NetworkFile file : NetworkFile.values()) {
          read(file.destination(), targets);
        }
      }
    } catch (KernelException e) {
      return targets; // whatever is wrong with the root is told where it is mounted
    } finally {
      close(opened);
    }
    return targets;
  }

  /** The root, which many containers need not be asked for. */
  private Fd root() {
    if (opened.isEmpty()) {
      opened = Optional.of(files.open(root, OpenFlag.O_PATH, OpenFlag.O_DIRECTORY));
    }
    return opened.get();
  }

  /** Without a lambda, which no class-data archive would have that was made of other mounts. */
  private static void close(Optional<Fd> file) {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  private void read(String destination, Map<String, String> targets) {
    String target = isHidden(destination) ? destination : target(destination);
    if (!target.equals(destination)) {
      targets.put(destination, target);
    }
    mounted.add(target);
  }

  /** What an earlier mount covers has nothing to do with the links in the root. */
  private boolean isHidden(String path) {
    for (String mount : mounted) {
      if (path.equals(mount) || ContainerPath.isBelow(path, mount)) {
        return true;
      }
    }
    return false;
  }

  private String target(String destination) {
    switch (destination) {
      case "/", "/proc", "/sys", "/dev" -> {
        return destination; // never reached by a link
      }
      default -> {}
    }
    Fd above = root();
    try {
      close(files.openat2IfThere(above, destination, WITHOUT_LINKS));
      return destination;
    } catch (KernelException e) {
      return e.errno() == Errno.ELOOP ? follow(above, destination) : destination;
    }
  }

  /** Name by name; what is missing is taken as it is written. */
  private String follow(Fd above, String destination) {
    String done = "/";
    String rest = destination.substring(1);
    int links = 0;
    while (!rest.isEmpty()) {
      int slash = rest.indexOf('/');
      String name = slash < 0 ? rest : rest.substring(0, slash);
      rest = slash < 0 ? "" : rest.substring(slash + 1);
      String path = ContainerPath.normalize(done + "/" + name);
      String link = name.isEmpty() || isHidden(path) ? "" : link(above, path);
      if (link.isEmpty()) {
        done = path;
      } else if (++links > MOST_LINKS) {
        return destination; // the kernel will say so
      } else {
        done = link.startsWith("/") ? "/" : done;
        rest = rest.isEmpty() ? link : link + "/" + rest;
      }
    }
    return done;
  }

  /** What a link says; empty for anything else, or nothing. */
  private String link(Fd above, String path) {
    try (Fd file = files.openat2(above, path, LINK_ITSELF)) {
      return files.statx(file).type() == FileType.S_IFLNK ? files.readlinkat(file, "") : "";
    } catch (KernelException e) {
      return "";
    }
  }
}
