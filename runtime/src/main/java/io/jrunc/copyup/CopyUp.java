package io.jrunc.copyup;

import io.jrunc.error.KernelException;
import io.jrunc.error.OperationException;
import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import java.util.List;

/**
 * Copies the contents of a directory of the container into a new tmpfs, from outside and with our
 * own rights. Whoever can write to that directory may swap files meanwhile: so each name is opened
 * once, never through a link, and all else is done with that descriptor. Nothing above is reached.
 *
 * <p>Owners, permissions, times and extended attributes are kept, the latter where the tmpfs takes
 * them. Devices and sockets are left out: they are no contents.
 */
public final class CopyUp {
  /** Each level keeps two directories open. */
  private static final int DEEPEST = 128;

  private static final int PRIVATE = 0700;

  private final FileCalls files;
  private final FileContents contents;
  private final CopyCalls copying;

  /** Works with these system calls. */
  public CopyUp(Kernel kernel) {
    this.files = kernel.files();
    this.copying = kernel.copying();
    this.contents = new FileContents(files, copying);
  }

  /**
   * Copies everything below a directory.
   *
   * @param source O_PATH descriptor of a directory
   * @param tmpfs descriptor of a file system whose owner is the container's root; its own owner and
   *     permissions stay
   * @throws OperationException with the path below source that can't be copied
   */
  public void copy(Fd source, Fd tmpfs) {
    try (Fd from = openDirectory(source);
        Fd to = openDirectory(tmpfs);
        FileMaker maker = FileMaker.onBehalfOfOwner(files, copying, to)) {
      FileStatus root = files.statx(to);
      files.fchmod(to, PRIVATE);
      copyEntries(from, to, "", 1, maker);
      files.fchmod(to, root.permissions());
    }
  }

  private Fd openDirectory(Fd path) {
    return files.openat(path, ".", OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY);
  }

  private void copyEntries(Fd from, Fd to, String path, int depth, FileMaker maker) {
    List<String> names = copying.getdents64(from);
    for (String name : names) {
      String place = path + "/" + name;
      if (depth > DEEPEST) {
        throw new OperationException("copy", place, "is more than " + DEEPEST + " folders deep");
      }
      try (Fd file = files.openat(from, name, OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW)) {
        copyEntry(file, to, name, place, depth, maker);
      } catch (KernelException e) {
        if (e.errno() != Errno.ENOENT) { // somebody has removed it since it was listed
          throw new OperationException("copy", place, e.errno().toString());
        }
      }
    }
  }

  private void copyEntry(Fd file, Fd to, String name, String path, int depth, FileMaker maker) {
    FileStatus status = files.statx(file);
    if (status.type() == FileType.S_IFDIR) {
      maker.directory(to, name, PRIVATE);
      try (Fd from = openDirectory(file);
          Fd made = openMade(to, name, OpenFlag.O_RDONLY, OpenFlag.O_DIRECTORY)) {
        copyEntries(from, made, path, depth + 1, maker);
        finish(from, made, status, path);
      }
    } else if (status.type() == FileType.S_IFREG) {
      try (Fd from = files.open(file.path(), OpenFlag.O_RDONLY);
          Fd made = maker.file(to, name)) {
        contents.copy(from, made, status.size());
        finish(from, made, status, path);
      }
    } else if (status.type() == FileType.S_IFLNK) {
      maker.link(files.readlinkat(file, ""), to, name);
      own(to, name, status, path);
    } else if (status.type() == FileType.S_IFIFO) {
      maker.fifo(to, name);
      own(to, name, status, path);
      try (Fd made = openMade(to, name, OpenFlag.O_RDONLY, OpenFlag.O_NONBLOCK)) {
        files.fchmod(made, status.permissions());
      }
    }
  }

  private Fd openMade(Fd to, String name, OpenFlag... flags) {
    OpenFlag[] all = java.util.Arrays.copyOf(flags, flags.length + 1);
    all[flags.length] = OpenFlag.O_NOFOLLOW;
    return files.openat(to, name, all);
  }

  /** The owner comes first: giving a file away takes its set-user-ID bit and its capabilities. */
  private void finish(Fd from, Fd made, FileStatus status, String path) {
    try {
      files.fchown(made, status.uid(), status.gid());
    } catch (KernelException e) {
      throw unmapped(e, status, path);
    }
    files.fchmod(made, status.permissions());
    contents.copyAttributes(from, made);
    contents.copyTime(from, made);
  }

  private void own(Fd to, String name, FileStatus status, String path) {
    try {
      files.fchownat(to, name, status.uid(), status.gid());
    } catch (KernelException e) {
      throw unmapped(e, status, path);
    }
  }

  /** Somebody else's file: the container could not read it where it is. */
  private static RuntimeException unmapped(KernelException e, FileStatus status, String path) {
    if (e.errno() != Errno.EOVERFLOW && e.errno() != Errno.EINVAL) {
      return e;
    }
    String owner = "its owner " + status.uid() + ":" + status.gid();
    return new OperationException(
        "copy", path, owner + " is not in the container's user namespace");
  }
}
