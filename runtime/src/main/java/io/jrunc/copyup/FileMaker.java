package io.jrunc.copyup;

import io.jrunc.linux.CopyCalls;
import io.jrunc.linux.Fd;
import io.jrunc.linux.FileCalls;
import io.jrunc.linux.FileStatus;
import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.OpenFlag;

/**
 * Makes files in a tmpfs of another user namespace: that takes an id which is mapped there, as that
 * of the tmpfs's owner is. All else is done with our own ids, since only they have capabilities.
 */
final class FileMaker implements AutoCloseable {
  private static final int PRIVATE = 0600;

  private final FileCalls files;
  private final CopyCalls copying;
  private final FileStatus owner;
  private final FileStatus self;

  private FileMaker(FileCalls files, CopyCalls copying, FileStatus owner, FileStatus self) {
    this.files = files;
    this.copying = copying;
    this.owner = owner;
    this.self = self;
  }

  /** A maker on the calling thread alone. */
  static FileMaker onBehalfOfOwner(FileCalls files, CopyCalls copying, Fd tmpfs) {
    return new FileMaker(files, copying, files.statx(tmpfs), files.statx("/proc/self"));
  }

  void directory(Fd to, String name, int mode) {
    become(owner);
    try {
      files.mkdirat(to, name, mode);
    } finally {
      become(self);
    }
  }

  Fd file(Fd to, String name) {
    become(owner);
    try {
      return files.openat(
          to,
          name,
          PRIVATE,
          OpenFlag.O_WRONLY,
          OpenFlag.O_CREAT,
          OpenFlag.O_EXCL,
          OpenFlag.O_NOFOLLOW);
    } finally {
      become(self);
    }
  }

  void link(String target, Fd to, String name) {
    become(owner);
    try {
      files.symlinkat(target, to, name);
    } finally {
      become(self);
    }
  }

  void fifo(Fd to, String name) {
    become(owner);
    try {
      copying.mknodat(to, name, FileType.S_IFIFO, PRIVATE);
    } finally {
      become(self);
    }
  }

  private void become(FileStatus user) {
    if (owner.uid() != self.uid() || owner.gid() != self.gid()) {
      copying.setfsids(user.uid(), user.gid());
    }
  }

  /** The thread has its own ids again, whatever happened. */
  @Override
  public void close() {
    become(self);
  }
}
