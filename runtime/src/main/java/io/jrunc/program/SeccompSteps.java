package io.jrunc.program;

import io.jrunc.linux.abi.Capability;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SeccompFlag;
import io.jrunc.linux.abi.SeccompOperation;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.plan.SeccompPlan;

/**
 * Filters the system calls of the user's program; of our own only execve(2) comes after it, with
 * and without no_new_privs.
 *
 * <p>Without, installing takes CAP_SYS_ADMIN, which the user's program mustn't have. It need not be
 * given up after that: execve(2) makes the permitted and the effective set anew, from the user, the
 * inheritable, ambient and bounding sets and the file, and takes nothing from what was permitted
 * before (capabilities(7), Transformation of capabilities during execve()). So a profile need not
 * allow capset(2) and prctl(2) for our sake.
 */
final class SeccompSteps {
  private static final Source SOURCE =
      new Source("/linux/seccomp", "filter the system calls of the program");

  private final ProgramBuilder b;
  private final ProcessPlan process;
  private final ProcessSteps steps;

  SeccompSteps(ProgramBuilder builder, ProcessPlan process, ProcessSteps steps) {
    this.b = builder;
    this.process = process;
    this.steps = steps;
  }

  /** What must stay permitted up to here. */
  static long neededCapabilities(ProcessPlan process) {
    return process.seccomp().isPresent() && !process.noNewPrivileges()
        ? Capability.CAP_SYS_ADMIN.bit()
        : 0;
  }

  /**
   * Installs the filter, if there is one.
   *
   * @param starter connection to whoever lets the program begin
   */
  void install(Operand starter) {
    if (process.seccomp().isEmpty()) {
      return;
    }
    SeccompPlan plan = process.seccomp().get();
    b.source(SOURCE);
    if (plan.hasListener()) {
      announceListener(starter);
    }
    if (neededCapabilities(process) != 0) {
      steps.raise(neededCapabilities(process));
    }
    if (plan.hasListener()) {
      b.into(Register.NOTIFIER);
    }
    b.call(
        SyscallNumber.SECCOMP,
        b.flags(SeccompOperation.SECCOMP_SET_MODE_FILTER),
        b.flags(plan.flags().toArray(new SeccompFlag[0])),
        Structs.socketFilter(plan.filter()));
    if (plan.hasListener()) {
      handOverListener();
    }
  }

  /** The same for a hook in the container; where an agent decides, it has none for hooks. */
  void installForHook() {
    if (process.seccomp().isEmpty() || process.seccomp().get().hasListener()) {
      return;
    }
    SeccompPlan plan = process.seccomp().get();
    if (neededCapabilities(process) != 0) {
      steps.raise(neededCapabilities(process));
    }
    b.call(
        SyscallNumber.SECCOMP,
        b.flags(SeccompOperation.SECCOMP_SET_MODE_FILTER),
        b.flags(plan.flags().toArray(new SeccompFlag[0])),
        Structs.socketFilter(plan.filter()));
  }

  /** Nothing can be said once the filter is there, as it may be about the very call to say it. */
  private void announceListener(Operand starter) {
    b.mustBe(1)
        .call(
            SyscallNumber.WRITE,
            starter,
            Operand.string(String.valueOf(Conversation.LISTENER)),
            Operand.number(1));
  }

  /** By the report page, without a system call: any of them could wait for the agent for ever. */
  private void handOverListener() {
    b.store(ReportPage.at(ReportPage.NOTIFIER, "notifier"), Operand.value(Register.NOTIFIER));
    b.source(new Source("/linux/seccomp/listenerPath", "wait until the listener has been taken"));
    Label taken = new Label();
    b.ifEqual(ReportPage.TAKEN, taken).await(ReportPage.at(ReportPage.NOTIFIER_TAKEN, "taken"));
    b.fail(Errno.ECANCELED).place(taken);
  }
}
