package io.jrunc.linux;

import io.jrunc.linux.abi.LockOperation;
import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.PollEvent;
import io.jrunc.linux.abi.Seal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files, directories and memory files. */
public interface FileCalls {

  /** Opens a file that exists; close-on-exec is added. */
  Fd open(String path, OpenFlag... flags);

  /** Opens a file that exists, below a directory unless the path is absolute. */
  Fd openat(Fd directory, String path, OpenFlag... flags);

  /** Opens or makes a file, below a directory unless the path is absolute. */
  Fd openat(Fd directory, String path, int mode, OpenFlag... flags);

  /**
   * Opens a file as {@code how} says. EAGAIN, which comes when others mount or rename at the same
   * time, is tried again 128 times.
   */
  Fd openat2(Fd directory, String path, OpenHow how);

  /** The same for a file that may well be missing, or whose folder is; then it is empty. */
  Optional<Fd> openat2IfThere(Fd directory, String path, OpenHow how);

  /**
   * A second descriptor of the same open file, with the lowest free number that isn't below
   * minimum.
   */
  Fd fcntlDupfd(Fd fd, int minimum);

  /** Reads once; 0 is the end. */
  int read(Fd fd, byte[] into);

  /** Reads once at an offset, leaving the file's own position alone; 0 is the end. */
  int pread(Fd fd, byte[] into, long offset);

  /** Reads up to the end. */
  byte[] readAll(Fd fd);

  /**
   * Reads one of the small files in which the kernel tells things; empty if it is not there, or
   * what it tells of is gone.
   */
  Optional<byte[]> readIfThere(String path);

  /** Writes once, as files of cgroups and procfs need it, and returns how many bytes went. */
  int write(Fd fd, byte[] bytes);

  /** Writes until all bytes are written. */
  void writeAll(Fd fd, byte[] bytes);

  /** Writes once at an offset, leaving the file's own position alone. */
  int pwrite(Fd fd, byte[] bytes, long offset);

  /** Makes a file longer, with zeros, or shorter. */
  void ftruncate(Fd fd, long bytes);

  /**
   * A memory file that can be executed.
   *
   * @throws io.jrunc.error.OperationException if the sysctl vm.memfd_noexec forbids it
   */
  Fd memfdCreateExecutable(String name);

  /** A memory file for data; where the kernel can (6.3), it is made never to be executable. */
  Fd memfdCreate(String name);

  /** A counter that the kernel adds to; reading it, 8 bytes, gives EAGAIN while it is 0. */
  Fd eventfd();

  /** A pipe. */
  PipeEnds pipe2();

  /** Seals a memory file. */
  void fcntlAddSeals(Fd fd, Seal... seals);

  /** The seals of a memory file. */
  Set<Seal> fcntlGetSeals(Fd fd);

  /** What the open file is. */
  FileStatus statx(Fd fd);

  /** What the path leads to, with links followed. */
  FileStatus statx(String path);

  /** What is at a path below a directory; a link in the last place is not followed. */
  FileStatus statx(Fd directory, String path);

  /** The magic number of the filesystem, see {@link io.jrunc.linux.abi.FilesystemMagic}. */
  long fstatfsType(Fd fd);

  /** Waits for a lock on the open file, or gives it back. */
  void flock(Fd fd, LockOperation operation);

  /** Takes a lock on the open file unless it would have to wait; says whether it has it. */
  boolean tryFlock(Fd fd, LockOperation operation);

  /** Makes a directory; the umask applies. */
  void mkdirat(Fd directory, String path, int mode);

  /** Makes a directory unless something is there already, which it says; the umask applies. */
  boolean mkdirIfMissing(String path, int mode);

  /** Removes an empty directory. */
  void rmdir(String path);

  /** Removes a file. */
  void unlinkat(Fd directory, String path);

  /** Removes an empty directory. */
  void rmdirat(Fd directory, String path);

  /** Renames, replacing what is there. */
  void renameat(Fd oldDirectory, String oldPath, Fd newDirectory, String newPath);

  /** Makes a symbolic link. */
  void symlinkat(String target, Fd directory, String path);

  /** Where a symbolic link below a directory leads. */
  String readlinkat(Fd directory, String path);

  /** Sets the permission bits. */
  void fchmod(Fd fd, int mode);

  /** Gives the open file to a user and a group; -1 leaves one as it is. */
  void fchown(Fd fd, long uid, long gid);

  /** Gives a file below a directory to a user and a group; a link is changed itself. */
  void fchownat(Fd directory, String path, long uid, long gid);

  /** A set of files, itself readable when {@link #epollReady} has something to tell; epoll(7). */
  Fd epollCreate();

  /**
   * Adds a file to a set, in which it is until it is closed. That there is something to read, or
   * the end, is told once.
   *
   * @param key tells which file it is
   */
  void epollAdd(Fd set, Fd file, int key);

  /** The keys of files of a set that have something to read, or an end; some, if there are many. */
  List<Integer> epollReady(Fd set);

  /** Waits until something happens on one of the files; an answer for each, in their order. */
  List<Set<PollEvent>> poll(List<PollRequest> requests);

  /**
   * The same, for so long at most; after that all answers are empty. No time, or less, only looks.
   */
  List<Set<PollEvent>> poll(List<PollRequest> requests, Duration atMost);
}
