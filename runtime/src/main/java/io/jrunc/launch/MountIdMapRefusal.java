package io.jrunc.launch;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.MountChange;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.program.Slots;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds which file system can't map ids: the kernel says only that one of them can't, so each mount
 * is tried alone.
 */
final class MountIdMapRefusal {
  private static final int MOUNT_POINT = 4;

  private final Kernel kernel;
  private final MountChange change;

  MountIdMapRefusal(Kernel kernel, MountChange change) {
    this.kernel = kernel;
    this.change = change;
  }

  /** The first that can't, in words; empty when none is found. */
  Optional<String> find(Slots.Tree tree, boolean below) {
    try (Fd source = kernel.files().open(tree.path(), OpenFlag.O_PATH)) {
      long id = kernel.files().statx(source).mountId();
      String path = kernel.files().readlinkat(source, source.path());
      for (String line : mountinfo().split("\n", -1)) {
        if (line.startsWith(id + " ") && !canMap(path)) {
          return Optional.of(describe(line, path));
        }
      }
      return below ? findBelow(path) : Optional.empty();
    } catch (KernelException e) {
      return Optional.empty(); // the mount has changed meanwhile
    }
  }

  private Optional<String> findBelow(String path) {
    String folder = path.equals("/") ? path : path + "/";
    for (String line : mountinfo().split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > MOUNT_POINT
          && fields[MOUNT_POINT].startsWith(folder)
          && !canMap(fields[MOUNT_POINT])) {
        return Optional.of(describe(line, fields[MOUNT_POINT]));
      }
    }
    return Optional.empty();
  }

  private boolean canMap(String path) {
    try (Fd copy = kernel.mounts().openTree(path, OpenTreeFlag.OPEN_TREE_CLONE)) {
      kernel.mounts().mountSetattr(copy, change);
      return true;
    } catch (KernelException e) {
      return false;
    }
  }

  /** Fields before the separator are of the mount, the first one after it is the type. */
  private static String describe(String line, String path) {
    String type = line.substring(line.indexOf(" - ") + 3);
    return path + " is of type " + type.substring(0, type.indexOf(' ')) + ", which can't do that";
  }

  private String mountinfo() {
    try (Fd file = kernel.files().open("/proc/self/mountinfo", OpenFlag.O_RDONLY)) {
      return new String(kernel.files().readAll(file), StandardCharsets.UTF_8);
    }
  }
}
