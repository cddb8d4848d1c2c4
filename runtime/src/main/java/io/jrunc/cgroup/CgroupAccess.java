package io.jrunc.cgroup;

/** How much of its cgroups a container can do without. */
public enum CgroupAccess {
  /** Nothing: what can't be made or written is an error. */
  REQUIRED,
  /**
   * What no limit was asked for, as for users who may not change cgroups: hierarchies that they
   * have no permission for are left out, and no device rules are set, since such a user has no
   * device nodes to protect.
   */
  NEEDED_FOR_LIMITS_ONLY
}
