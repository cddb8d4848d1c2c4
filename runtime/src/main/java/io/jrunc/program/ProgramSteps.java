package io.jrunc.program;

import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.ProcessPlan;

/**
 * The last steps of every program that becomes a user's: the one place that knows their order, for
 * a container's own program and for those that join it later. Between the two halves the engine
 * says when to go on.
 */
final class ProgramSteps {
  private final AttributeSteps attributes;
  private final ProcessSteps process;
  private final SeccompSteps seccomp;
  private final ExecutableSteps executable;

  ProgramSteps(ProgramBuilder b, ProcessPlan plan, CallerFacts caller) {
    this.attributes = new AttributeSteps(b, plan.attributes());
    this.process = new ProcessSteps(b, plan, caller);
    this.seccomp = new SeccompSteps(b, plan, process);
    this.executable = new ExecutableSteps(b, plan);
  }

  /** From the runtime's rights to the user's, seeing only the container's files. */
  void prepare() {
    attributes.joinKeyring(); // as the owner of the container's keyring
    attributes.setMemoryPolicy(); // within the nodes of the cgroup
    attributes.setPersonality();
    attributes.schedule(); // may need CAP_SYS_NICE
    process.limitResources(); // may need rights over resources
    process.forbidNewPrivileges();
    process.enterWorkingDirectory(); // with root's rights first
    process.dropBoundingSet(); // needs CAP_SETPCAP
    process.becomeUser(); // needs CAP_SETUID and CAP_SETGID
    process.setCapabilities(); // needs nothing: it only drops
    process.setUmask();
    process.checkWorkingDirectory(); // as the user who will be in it
    executable.find(); // as the user who will run it
  }

  /** The last step before a hook that runs where the program will run: with no more rights. */
  void restrictHook() {
    seccomp.installForHook();
  }

  /**
   * All that is left to do once the engine has said so, for a program that it still watches.
   *
   * @param starter connection to it
   */
  void execute(Operand starter) {
    seccomp.install(starter); // last, so that only the user's program is filtered
    executable.execute();
  }

  /** The same, for a program whose standard error should tell too what is wrong. */
  void executeOrComplain(Operand starter) {
    seccomp.install(starter); // last, as above
    executable.executeOrComplain();
  }
}
