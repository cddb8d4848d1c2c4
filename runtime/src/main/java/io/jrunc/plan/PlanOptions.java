package io.jrunc.plan;

/**
 * What the command line adds to config.json.
 *
 * @param noPivot whether the root is moved over {@code /} in place of pivot_root(2)
 * @param preservedFds how many descriptors from 3 on the container keeps
 */
public record PlanOptions(boolean noPivot, int preservedFds) {
  /** What a command line without options means. */
  public static final PlanOptions NONE = new PlanOptions(false, 0);
}
