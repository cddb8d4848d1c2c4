package io.jrunc.plan;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.spec.linux.NamespaceType;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides to whom the container's group is given: on version 2, to the user that the program runs
 * as, where the container sees its own groups and may write there (config-linux.md, Cgroup
 * ownership). A program such as systemd can make groups below it then.
 */
final class CgroupOwner {
  private static final String MOUNT_POINT = "/sys/fs/cgroup";

  private final HostFacts host;
  private final NamespacePlan namespaces;

  CgroupOwner(HostFacts host, NamespacePlan namespaces) {
    this.host = host;
    this.namespaces = namespaces;
  }

  /**
   * The host's number of that user; empty if the group stays whose it is.
   *
   * @param uid of the program, in the container
   * @param readonlyPaths and maskedPaths, in one list
   */
  OptionalLong find(long uid, List<MountPlan> mounts, List<PathRule> readonlyPaths) {
    boolean concerned =
        host.effectiveUid() == 0
            && host.cgroups().isUnified()
            && namespaces.creates(NamespaceType.CGROUP)
            && isWritable(mounts)
            && !isCovered(readonlyPaths);
    if (!concerned) {
      return OptionalLong.empty();
    }
    OptionalLong owner = namespaces.hostUid(uid);
    return owner.orElse(0) == 0 ? OptionalLong.empty() : owner; // root's it is already
  }

  /** What the last mount says that the container sees there. */
  private static boolean isWritable(List<MountPlan> mounts) {
    boolean writable = false;
    for (MountPlan mount : mounts) {
      if (mount.destination().equals(MOUNT_POINT)) {
        writable = isWritable(mount, writable);
      } else if (isAbove(mount.destination()) && !(mount instanceof MountPlan.Remount)) {
        writable = false; // hides it
      }
    }
    return writable;
  }

  private static boolean isWritable(MountPlan mount, boolean before) {
    if (mount instanceof MountPlan.Filesystem filesystem) {
      return filesystem.type().equals("cgroup2") && !isReadonly(filesystem.attributes());
    }
    return before
        && mount instanceof MountPlan.Remount remount
        && !isReadonly(remount.attributes());
  }

  private static boolean isReadonly(MountAttributes attributes) {
    return attributes.set().contains(MountAttr.MOUNT_ATTR_RDONLY)
        || attributes.setBelow().contains(MountAttr.MOUNT_ATTR_RDONLY);
  }

  private static boolean isCovered(List<PathRule> rules) {
    for (PathRule rule : rules) {
      if (rule.path().equals(MOUNT_POINT) || isAbove(rule.path())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbove(String path) {
    return path.equals("/sys") || path.equals("/sys/fs") || path.equals("/");
  }
}
