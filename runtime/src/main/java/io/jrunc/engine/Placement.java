package io.jrunc.engine;

import io.jrunc.cgroup.Cgroup;
import io.jrunc.linux.Fd;
import io.jrunc.linux.Pid;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.state.ProcessIdentity;
import java.util.OptionalLong;

/**
 * Who makes the cgroups of a container that is being made: this process, or systemd. The record
 * names them before they exist, so that a crash can't hide them, and everything that is made is
 * undone when the container fails.
 */
interface Placement {
  /** Does what can be done before there is a process. */
  void prepare();

  /**
   * Puts init into its groups, where its limits hold, and puts it on record.
   *
   * @param init waits for this, if it doesn't enter them by itself
   * @return the groups
   */
  Cgroup place(Pid init, ProcessIdentity identity);

  /** Gives the groups to whom the plan says, if to anybody. */
  static void giveAway(Cgroup groups, CgroupPlan plan) {
    OptionalLong owner = plan.owner();
    if (owner.isPresent()) {
      groups.giveTo(owner.getAsLong());
    }
  }

  /**
   * Opens a file through which init enters a group by itself.
   *
   * @param file absolute path
   */
  default Fd openTaskFile(String file) {
    throw new IllegalArgumentException("nobody opens " + file);
  }

  /**
   * Lets the container be charged for its memory from now on, if that isn't so yet: what it is made
   * of, such as mounts, can be more than what its program needs.
   *
   * @param init waits for this
   */
  default void chargeMemory(Pid init) {}
}
