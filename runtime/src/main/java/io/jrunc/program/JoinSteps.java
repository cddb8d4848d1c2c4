package io.jrunc.program;

import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.JoinPlan;
import io.jrunc.plan.NamespaceFlag;
import io.jrunc.spec.linux.NamespaceType;

/**
 * From our own namespaces to those of a running container, by the descriptor of its first process.
 * A pid namespace takes effect for children only.
 */
final class JoinSteps {
  private final ProgramBuilder b;
  private final JoinPlan plan;

  JoinSteps(ProgramBuilder builder, JoinPlan plan) {
    this.b = builder;
    this.plan = plan;
  }

  /** Processes of the container must not look into us (CVE-2016-9962). */
  void hide() {
    NamespaceSteps.hide(b);
  }

  /** All at once: the kernel checks our rights before the first of them changes anything. */
  void join() {
    if (plan.namespaces().isEmpty()) {
      return;
    }
    CloneFlag[] flags = new CloneFlag[plan.namespaces().size()];
    StringBuilder words = new StringBuilder();
    int count = 0;
    for (NamespaceType type : plan.namespaces()) {
      flags[count++] = NamespaceFlag.of(type);
      words.append(count == 1 ? "" : ", ").append(type.word());
    }
    b.always("join the container's namespaces: " + words);
    b.call(SyscallNumber.SETNS, b.slot(new Slots.Init(plan.init())), b.flags(flags));
  }

  /** Who enters a user namespace has all capabilities in it, and not one of its ids. */
  void becomeRoot() {
    if (plan.joins(NamespaceType.USER)) {
      NamespaceSteps.becomeRoot(b);
    }
  }

  /** A container without a mount namespace of its own has only a root directory. */
  void enterRoot() {
    if (plan.joins(NamespaceType.MOUNT)) {
      return;
    }
    b.always("enter the container's root directory");
    b.call(SyscallNumber.FCHDIR, b.slot(new Slots.RootOfInit(plan.init())));
    b.call(SyscallNumber.CHROOT, Operand.string("."));
  }
}
