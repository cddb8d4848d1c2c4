package io.jrunc.host;

import io.jrunc.bundle.Bundle;
import io.jrunc.bundle.ContainerPath;
import io.jrunc.bundle.MountOption;
import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.OpenHow;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.ResolveFlag;
import io.jrunc.spec.Mount;
import io.jrunc.spec.Process;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the home directory of the container's user in the container's own /etc/passwd, which may be
 * bound from the host. No link of the image leads out of it.
 */
final class PasswdReader {
  private static final String PASSWD = "/etc/passwd";
  private static final long MAX_SIZE = 1 << 20;

  private final FileCalls files;

  PasswdReader(FileCalls files) {
    this.files = files;
  }

  /** The home directory; empty when the environment has one, or nobody knows of one. */
  Optional<String> home(Bundle bundle) {
    Process process = bundle.spec().process();
    if (process == null || hasHome(process.env())) {
      return Optional.empty();
    }
    try {
      return content(bundle).flatMap(text -> Passwd.home(text, process.user().uid()));
    } catch (KernelException e) {
      return Optional.empty(); // one that leads nowhere
    }
  }

  /** The same, of another process in a container that runs, whose root directory is this. */
  Optional<String> home(String root, Process process) {
    if (hasHome(process.env())) {
      return Optional.empty();
    }
    try {
      Optional<String> text = readBelow(root, PASSWD.substring(1));
      return text.isEmpty() ? Optional.empty() : Passwd.home(text.get(), process.user().uid());
    } catch (KernelException e) {
      return Optional.empty();
    }
  }

  private static boolean hasHome(List<String> environment) {
    boolean has = false;
    for (String entry : environment) {
      if (entry.startsWith("HOME=")) {
        has = entry.length() > "HOME=".length();
      }
    }
    return has;
  }

  private Optional<String> content(Bundle bundle) {
    List<Mount> mounts = bundle.spec().mounts();
    for (int i = mounts.size() - 1; i >= 0; i--) {
      Mount mount = mounts.get(i);
      if (MountOption.isRemount(mount.options())) {
        continue;
      }
      String destination = ContainerPath.normalize(mount.destination());
      boolean bind = MountOption.isBind(mount.options());
      if (destination.equals(PASSWD)) {
        return bind ? read(bundle.bindSource(mount)) : Optional.empty();
      }
      if (ContainerPath.isBelow(PASSWD, destination)) {
        return bind
            ? readBelow(bundle.bindSource(mount), PASSWD.substring(destination.length() + 1))
            : Optional.empty();
      }
    }
    return readBelow(bundle.rootfs().toString(), PASSWD.substring(1));
  }

  private Optional<String> read(String path) {
    try (Fd file = files.open(path, OpenFlag.O_PATH)) {
      return read(file);
    }
  }

  private Optional<String> readBelow(String root, String path) {
    OpenHow how =
        new OpenHow(
            Set.of(OpenFlag.O_PATH),
            0,
            Set.of(ResolveFlag.RESOLVE_IN_ROOT, ResolveFlag.RESOLVE_NO_MAGICLINKS));
    try (Fd directory = files.open(root, OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      Optional<Fd> found = files.openat2IfThere(directory, path, how);
      if (found.isEmpty()) {
        return Optional.empty(); // an image without users
      }
      try (Fd file = found.get()) {
        return read(file);
      }
    }
  }

  /** Opening a device or a fifo could do something, or never end. */
  private Optional<String> read(Fd place) {
    FileStatus status = files.statx(place);
    if (status.type() != FileType.S_IFREG || status.size() > MAX_SIZE) {
      return Optional.empty();
    }
    try (Fd file = files.open(place.path(), OpenFlag.O_RDONLY)) {
      return Optional.of(new String(files.readAll(file), StandardCharsets.UTF_8));
    }
  }
}
