package io.jrunc.engine;

import io.jrunc.launch.StepFailedException;
import io.jrunc.linux.abi.Errno;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.MountPlan;

/**
 * Says what "operation not permitted" means for procfs and sysfs: the kernel has rules for user
 * namespaces that it doesn't tell; see "mount_too_revealing" in its fs/namespace.c.
 */
final class MountHint {
  private MountHint() {}

  /** The same failure, with what may be behind it. */
  static StepFailedException explain(StepFailedException e, ContainerPlan plan) {
    boolean refused = e.report().isPresent() && e.report().get().error() == Errno.EPERM.number();
    if (!refused) {
      return e;
    }
    for (MountPlan mount : plan.mounts()) {
      if (mount instanceof MountPlan.Filesystem made && made.pointer().equals(e.pointer())) {
        String hint = hint(made.type());
        return hint.isEmpty()
            ? e
            : StepFailedException.foreseen(e.pointer(), e.step(), Errno.EPERM + "; " + hint);
      }
    }
    return e;
  }

  private static String hint(String type) {
    return switch (type) {
      case "proc" ->
          "in a user namespace it takes a new pid namespace, and an outer /proc of which nothing is"
              + " hidden by other mounts";
      case "sysfs" ->
          "in a user namespace it takes a network namespace of its own, and an outer /sys of which"
              + " nothing is hidden by other mounts; the outer one can be bound instead";
      default -> "";
    };
  }
}
