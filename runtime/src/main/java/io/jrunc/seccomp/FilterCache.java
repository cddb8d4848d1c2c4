package io.jrunc.seccomp;

import io.jrunc.error.KernelException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.Kernel;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.plan.FilterCode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Filters that were made before: in a folder for their owner only, a file each, called after the
 * checksum of its key. A file counts only if it is whole, ours, closed to others and of this very
 * key; what isn't is replaced by the next filter of that name.
 */
final class FilterCache {
  /** How many filters are kept; some kilobytes each, and a host has a handful of profiles. */
  static final int MOST = 32;

  private static final int PRIVATE_FOLDER = 0700;
  private static final int PRIVATE_FILE = 0600;
  private static final long LARGEST = 1 << 20;

  private final Kernel kernel;
  private final FileCalls files;
  private final Path folder;

  /** The filters in a folder, which need not exist; its parent must, for one to be kept. */
  FilterCache(Kernel kernel, Path folder) {
    this.kernel = kernel;
    this.files = kernel.files();
    this.folder = folder;
  }

  Optional<FilterCode> find(byte[] key) {
    String path = folder + "/" + name(key);
    try (Fd file = files.open(path, OpenFlag.O_RDONLY, OpenFlag.O_NOFOLLOW, OpenFlag.O_NONBLOCK)) {
      return isOurs(files.statx(file))
          ? FilterFile.decode(files.readAll(file), key)
          : Optional.empty();
    } catch (KernelException e) {
      return Optional.empty(); // it will be made anew
    }
  }

  private boolean isOurs(FileStatus status) {
    return status.type() == FileType.S_IFREG
        && status.permissions() == PRIVATE_FILE
        && status.uid() == kernel.processes().geteuid()
        && status.size() <= LARGEST;
  }

  /** Keeps a filter as far as that is possible: without it, the next one takes longer. */
  void keep(byte[] key, FilterCode filter) {
    try {
      make();
      removeOldest();
      try (Fd open = files.open(folder.toString(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
        write(open, name(key), FilterFile.encode(key, filter));
      }
    } catch (KernelException e) {
      return; // a full or read-only file system keeps no container from starting
    }
  }

  private void make() {
    Path parent = folder.toAbsolutePath().getParent();
    try (Fd open = files.open(String.valueOf(parent), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)) {
      files.mkdirat(open, String.valueOf(folder.getFileName()), PRIVATE_FOLDER);
    } catch (KernelException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** Readers see the old file or the new one. */
  private void write(Fd open, String name, byte[] content) {
    String unfinished = "~" + kernel.processes().getpid() + "-" + System.nanoTime();
    try (Fd file =
        files.openat(
            open,
            unfinished,
            PRIVATE_FILE,
            OpenFlag.O_WRONLY,
            OpenFlag.O_CREAT,
            OpenFlag.O_EXCL,
            OpenFlag.O_NOFOLLOW)) {
      files.fchmod(file, PRIVATE_FILE); // whatever the umask is
      files.writeAll(file, content);
      files.renameat(open, unfinished, open, name);
    } catch (KernelException e) {
      files.unlinkat(open, unfinished);
      throw e;
    }
  }

  private void removeOldest() {
    File[] present = folder.toFile().listFiles();
    if (present == null || present.length < MOST) {
      return;
    }
    List<File> oldestFirst = new ArrayList<>(List.of(present));
    oldestFirst.sort(Comparator.comparingLong(File::lastModified));
    for (File file : oldestFirst.subList(0, present.length - MOST + 1)) {
      file.delete();
    }
  }

  private static String name(byte[] key) {
    return Long.toHexString(Checksum.of(key, 0));
  }
}
