package io.jrunc.serve;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.Credentials;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.AddressFamily;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.LockOperation;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SocketOption;
import io.jrunc.linux.abi.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/** Where clients connect: a socket that we made, or one that systemd listens at for us. */
final class ListeningSocket implements AutoCloseable {
  /** So many may wait to be accepted; more have to wait for that. */
  private static final int BACKLOG = 1024;

  private static final int OWNERS_ONLY = 0177;
  private static final int SYSTEMDS_FIRST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final Fd socket;
  private final Optional<Made> made;

  /** What we have made, and take away. */
  private record Made(Path path, FileStatus file) {}

  private ListeningSocket(Kernel kernel, Fd socket, Optional<Made> made) {
    this.kernel = kernel;
    this.socket = socket;
    this.made = made;
  }

  /**
   * Listens at a path. What an engine has left there that ended is replaced.
   *
   * @throws OperationException if another engine listens there, or something else is there
   */
  static ListeningSocket at(Kernel kernel, Path path) {
    makeFolder(path);
    try (Fd folder = folder(kernel, path)) {
      kernel.files().flock(folder, LockOperation.LOCK_EX); // until the folder is closed
      removeLeftOver(kernel, folder, path);
      Fd socket = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0);
      try {
        bind(kernel, socket, path);
        kernel.sockets().setPassCredentials(socket); // those who connect inherit it
        kernel.sockets().listen(socket, BACKLOG);
        FileStatus file = kernel.files().statx(folder, name(path));
        return new ListeningSocket(kernel, socket, Optional.of(new Made(path, file)));
      } catch (RuntimeException e) {
        socket.close();
        throw e;
      }
    }
  }

  /**
   * Listens at the socket that systemd has passed, which stays when we end; see sd_listen_fds(3).
   *
   * @throws OperationException if it isn't one at which clients connect
   */
  static ListeningSocket ofSystemd(Kernel kernel) {
    Fd socket = Fd.inherited(SYSTEMDS_FIRST);
    try {
      boolean fits =
          kernel.sockets().getOption(socket, SocketOption.SO_DOMAIN)
                  == AddressFamily.AF_UNIX.value()
              && kernel.sockets().getOption(socket, SocketOption.SO_TYPE)
                  == SocketType.SOCK_SEQPACKET.value()
              && kernel.sockets().getOption(socket, SocketOption.SO_ACCEPTCONN) == 1;
      if (!fits) {
        throw new OperationException(
            "LISTEN_FDS", "", "descriptor 3 does not listen (ListenSequentialPacket=, Accept=no)");
      }
      kernel.sockets().setPassCredentials(socket);
      return new ListeningSocket(kernel, socket, Optional.empty());
    } catch (KernelException e) {
      throw new OperationException("LISTEN_FDS", "descriptor 3", e);
    }
  }

  private static void makeFolder(Path path) {
    Path folder = parent(path);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new OperationException("serve", folder.toString(), e);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new OperationException("serve", path.toString(), "is no place for a socket");
    }
    return parent;
  }

  private static Fd folder(Kernel kernel, Path path) {
    return kernel.files().open(parent(path).toString(), OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The folder is locked, so that no other engine does the same. */
  private static void removeLeftOver(Kernel kernel, Fd folder, Path path) {
    Optional<FileStatus> there = look(kernel, folder, path);
    if (there.isEmpty()) {
      return;
    }
    if (there.get().type() != FileType.S_IFSOCK) {
      throw new OperationException("serve", path.toString(), "is there, and no socket");
    }
    try (Fd probe = kernel.sockets().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET, 0)) {
      kernel.sockets().setSendTimeout(probe, PATIENCE);
      kernel.sockets().connect(probe, path.toString());
      throw refusal(path, engine(kernel.sockets().getPeerCredentials(probe)));
    } catch (KernelException e) {
      if (e.errno() != Errno.ECONNREFUSED) {
        throw refusal(path, "another program listens there: " + e.errno());
      }
      kernel.files().unlinkat(folder, name(path));
    }
  }

  private static Optional<FileStatus> look(Kernel kernel, Fd folder, Path path) {
    try {
      return Optional.of(kernel.files().statx(folder, name(path)));
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String engine(Credentials listener) {
    return listener.pid().isPresent()
        ? "an engine listens there already: process " + listener.pid().get()
        : "an engine listens there already";
  }

  private static OperationException refusal(Path path, String reason) {
    return new OperationException("serve", path.toString(), reason);
  }

  /** From its first moment on the file is its owner's only. */
  private static void bind(Kernel kernel, Fd socket, Path path) {
    int before = kernel.processes().umask(OWNERS_ONLY);
    try {
      kernel.sockets().bind(socket, path.toString());
    } finally {
      kernel.processes().umask(before);
    }
  }

  Fd socket() {
    return socket;
  }

  /** Where it is, for people. */
  String place() {
    return made.isPresent() ? made.get().path().toString() : "the socket of systemd";
  }

  /** Whoever connects now, or waits to be accepted, is refused. */
  @Override
  public void close() {
    made.ifPresent(this::remove);
    socket.close();
  }

  /** It may have been taken away, and another engine listen there. */
  private void remove(Made file) {
    try (Fd folder = folder(kernel, file.path())) {
      kernel.files().flock(folder, LockOperation.LOCK_EX);
      Optional<FileStatus> there = look(kernel, folder, file.path());
      if (there.isPresent() && there.get().sameFile(file.file())) {
        kernel.files().unlinkat(folder, name(file.path()));
      }
    } catch (KernelException e) {
      return; // with its folder
    }
  }
}
