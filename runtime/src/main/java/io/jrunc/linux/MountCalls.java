package io.jrunc.linux;

import io.jrunc.linux.abi.OpenTreeFlag;
import io.jrunc.linux.abi.UmountFlag;

/** Mounts, as files that need no path. */
public interface MountCalls {

  /** The mount at a path, or with OPEN_TREE_CLONE a detached copy of it. */
  Fd openTree(String path, OpenTreeFlag... flags);

  /** The same, below a directory unless the path is absolute; an empty one is the file itself. */
  Fd openTree(Fd directory, String path, OpenTreeFlag... flags);

  /**
   * Changes a mount that open_tree(2) or fsmount(2) gave. Needs Linux 5.12, ENOSYS below it; EINVAL
   * also means that the filesystem can't map ids.
   */
  void mountSetattr(Fd mount, MountChange change);

  /** Attaches a detached mount at a path below a directory; an empty path is the directory. */
  void moveMount(Fd mount, Fd directory, String path);

  /** Detaches what is mounted at a path. */
  void umount2(String path, UmountFlag... flags);
}
