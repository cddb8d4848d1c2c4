package io.jrunc.plan;

import java.util.List;

/**
 * The container's /dev.
 *
 * @param own whether /dev is the container's own, so that nodes and links are made in it; a bound
 *     /dev is left as it is, since it is the host's
 * @param nodes in order
 * @param boundFromHost whether nodes are bind mounts of the host's, as a user namespace may not
 *     make any
 */
public record DevicePlan(boolean own, List<Node> nodes, boolean boundFromHost) {

  /** The types of device nodes. */
  public enum Type {
    CHARACTER,
    BLOCK,
    FIFO
  }

  /**
   * A device node.
   *
   * @param pointer to the entry of config.json; empty for a default device
   * @param path absolute path inside the container
   * @param mode permission bits
   */
  public record Node(
      String pointer, String path, Type type, int major, int minor, int mode, long uid, long gid) {}

  public DevicePlan {
    nodes = List.copyOf(nodes);
  }
}
