package io.jrunc.linux;

import io.jrunc.linux.abi.FileType;
import io.jrunc.linux.abi.Whence;
import java.util.List;
import java.util.OptionalLong;

/** What it takes to copy files with all that they have, beside {@link FileCalls}. */
public interface CopyCalls {

  /**
   * The names in a directory, without {@code .} and {@code ..}, from where it stands to its end.
   */
  List<String> getdents64(Fd directory);

  /** Makes a file that is neither a directory, nor a link, nor a device; the umask applies. */
  void mknodat(Fd directory, String path, FileType type, int mode);

  /** Moves the file's position; empty where SEEK_DATA finds no more data. */
  OptionalLong lseek(Fd fd, long offset, Whence whence);

  /** Copies once, from one file's position to the other's, and returns how many bytes went. */
  long sendfile(Fd out, Fd in, long count);

  /** The names of the extended attributes; none where the file system has none. */
  List<String> flistxattr(Fd fd);

  /** The value of an extended attribute. */
  byte[] fgetxattr(Fd fd, String name);

  /** Sets an extended attribute. */
  void fsetxattr(Fd fd, String name, byte[] value);

  /**
   * Makes files on behalf of another user from now on, on this thread alone: a file system of a
   * user namespace has no place for files of who isn't in it. Capabilities over files are lost
   * until the own ids are back.
   */
  void setfsids(long uid, long gid);
}
