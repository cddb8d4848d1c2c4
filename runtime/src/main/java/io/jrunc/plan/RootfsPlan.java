package io.jrunc.plan;

/**
 * The container's root.
 *
 * @param path absolute, on the host
 * @param change how it becomes {@code /}
 */
public record RootfsPlan(
    String path, boolean readonly, Propagation propagation, RootChange change) {

  /** How the root directory becomes {@code /}. */
  public enum RootChange {
    /** pivot_root(2); what was there before is gone. */
    PIVOT,
    /** Moved over {@code /}, for hosts whose root is an initramfs. */
    MOVE,
    /** chroot(2), for a container in its caller's mount namespace. */
    CHROOT
  }
}
