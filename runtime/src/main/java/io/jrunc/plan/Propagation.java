package io.jrunc.plan;

/**
 * How mounts spread between a mount and its copies; see mount_namespaces(7).
 *
 * @param recursive whether the mounts below are changed as well
 */
public record Propagation(Kind kind, boolean recursive) {
  /** The kinds of mount(2). */
  public enum Kind {
    SHARED,
    SLAVE,
    PRIVATE,
    UNBINDABLE
  }
}
