package io.jrunc.plan;

/**
 * The container's root.
 *
 * @param path absolute, on the host
 * @param change how it becomes {@code /}
 * @param trees who copies this and other parts of the host's tree
 */
public record RootfsPlan(
    String path, boolean readonly, Propagation propagation, RootChange change, Trees trees) {

  /** Who copies parts of the host's tree for the container. */
  public enum Trees {
    /** The engine, with the rights of its caller. */
    BY_ENGINE,
    /** Init, for a caller who has no rights over mounts but in namespaces of his own. */
    BY_INIT
  }

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
