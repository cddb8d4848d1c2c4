package io.jrunc.linux;

import io.jrunc.linux.abi.CloneFlag;

/** Namespaces. Two files are the same namespace if their {@link FileStatus#sameFile} says so. */
public interface NamespaceCalls {

  /** The user namespace that owns this one; EPERM if it is out of sight. */
  Fd nsGetUserns(Fd namespace);

  /** Which kind of namespace it is; EINVAL or ENOTTY if it is none. */
  CloneFlag nsGetNstype(Fd namespace);

  /**
   * Moves the calling thread, and nothing else, into a namespace. Meant for a network namespace and
   * a fresh platform thread that starts nothing and then ends.
   */
  void setns(Fd namespace, CloneFlag type);

  /** Moves the calling thread, and nothing else, into new namespaces; the same holds. */
  void unshare(CloneFlag... types);
}
