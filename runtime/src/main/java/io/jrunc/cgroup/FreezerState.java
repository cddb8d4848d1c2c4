package io.jrunc.cgroup;

/** Whether the processes of a group may run. */
public enum FreezerState {
  THAWED,
  /** Asked to stop, and not all have. */
  FREEZING,
  FROZEN
}
