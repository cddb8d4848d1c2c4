package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.HookPlan;

/** Makes the programs of hooks that run on the host. */
public final class HookCompiler {
  private final Architecture architecture;

  /** A compiler for programs that this kind of machine runs. */
  public HookCompiler(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * From a child of the runtime to the hook.
   *
   * @param directory where it runs, if that is there
   */
  public SyscallProgram compile(HookPlan hook, CallerFacts caller, String directory) {
    ProgramBuilder b = new ProgramBuilder(architecture, 3); // keeps none of the caller's files
    HostSteps.closeInherited(b);
    HostSteps.resetSignals(b, caller);
    new HookSteps(b, caller).onHost(hook, directory);
    return b.build();
  }
}
