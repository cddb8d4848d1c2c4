package io.jrunc.engine;

import io.jrunc.launch.Report;
import io.jrunc.launch.StepFailedException;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.MountPlan;
import io.jrunc.program.SyscallProgram;

/**
 * Says what the kernel doesn't tell. "Operation not permitted" for procfs and sysfs: its rules for
 * user namespaces, see "mount_too_revealing" in its fs/namespace.c. "Invalid argument" for a mount
 * that is there and only has to be attached: a directory on a file, or the reverse, which mount(2)
 * calls "not a directory". Docker looks for these words; those of EISDIR mean a bad program to it.
 */
final class MountHint {
  private MountHint() {}

  /** The same failure, with what may be behind it. */
  static StepFailedException explain(
      StepFailedException e, ContainerPlan plan, SyscallProgram program) {
    if (e.report().isEmpty()) {
      return e;
    }
    Report report = e.report().get();
    for (MountPlan mount : plan.mounts()) {
      if (mount.pointer().equals(e.pointer())) {
        String hint = hint(mount, report, program);
        return hint.isEmpty()
            ? e
            : StepFailedException.foreseen(e.pointer(), e.step(), report.reason() + "; " + hint);
      }
    }
    return e;
  }

  private static String hint(MountPlan mount, Report report, SyscallProgram program) {
    if (mount instanceof MountPlan.Filesystem made && report.error() == Errno.EPERM.number()) {
      return hint(made.type());
    }
    boolean cannotBeAttached =
        report.error() == Errno.EINVAL.number()
            && program.at(report.at()).call().filter(SyscallNumber.MOVE_MOUNT::equals).isPresent();
    if (!cannotBeAttached) {
      return "";
    }
    return mount instanceof MountPlan.Bind bind && !bind.ofDirectory()
        ? "the source is not a directory, but the destination is one"
        : "the destination is not a directory";
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
