package io.jrunc.plan;

import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.spec.linux.NamespaceType;

/** The kernel's flags for the kinds of namespaces. */
public final class NamespaceFlag {
  private NamespaceFlag() {}

  /** The flag of clone(2), unshare(2) and setns(2) for a kind. */
  public static CloneFlag of(NamespaceType type) {
    return switch (type) {
      case PID -> CloneFlag.CLONE_NEWPID;
      case NETWORK -> CloneFlag.CLONE_NEWNET;
      case MOUNT -> CloneFlag.CLONE_NEWNS;
      case IPC -> CloneFlag.CLONE_NEWIPC;
      case UTS -> CloneFlag.CLONE_NEWUTS;
      case USER -> CloneFlag.CLONE_NEWUSER;
      case CGROUP -> CloneFlag.CLONE_NEWCGROUP;
      case TIME -> CloneFlag.CLONE_NEWTIME;
    };
  }
}
