package io.jrunc.engine;

import io.jrunc.cgroup.CgroupAccess;
import io.jrunc.plan.HostFacts;
import io.jrunc.plan.HostFacts.UserNamespace;

/** Whether containers may do without the cgroups that their user may not make. */
public enum Rootless {
  /** If the caller isn't root, or root of a user namespace only. */
  AUTO,
  TRUE,
  FALSE;

  /** What containers of this caller need of their cgroups. */
  CgroupAccess access(HostFacts host) {
    boolean tolerant =
        switch (this) {
          case AUTO -> host.effectiveUid() != 0 || host.userNamespace() == UserNamespace.NESTED;
          case TRUE -> true;
          case FALSE -> false;
        };
    return tolerant ? CgroupAccess.NEEDED_FOR_LIMITS_ONLY : CgroupAccess.REQUIRED;
  }
}
