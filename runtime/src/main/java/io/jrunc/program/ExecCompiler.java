package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ExecPlan;

/**
 * Puts the program of {@code exec} together: one more process for a running container. As in {@link
 * ContainerCompiler}, {@link #compile} is the one place that knows the order of things.
 */
public final class ExecCompiler {
  private final Architecture architecture;

  /** A compiler for programs that this kind of machine runs. */
  public ExecCompiler(Architecture architecture) {
    this.architecture = architecture;
  }

  /** The program that joins the container, and in the end executes the command. */
  public SyscallProgram compile(ExecPlan plan) {
    ProgramBuilder b = new ProgramBuilder(architecture, plan.caller().firstFreeFd());
    HostSteps host = new HostSteps(b, plan.process(), plan.caller());
    JoinSteps join = new JoinSteps(b, plan.join());
    ProgramSteps program = new ProgramSteps(b, plan.process(), plan.caller());
    ExecSteps exec = new ExecSteps(b);

    // Stage 0, a process of the host.
    host.closeInherited(); // first: nothing below may be confused by what was left open
    host.resetSignals(); // nothing that the JVM blocked may outlive it
    host.bindTo(plan.firstCpus()); // before the cgroup is joined
    host.oomScore(); // refused inside a user namespace
    host.coreDumpFilter(); // as long as we may be dumped
    host.setAttributes(); // while /proc is the host's
    join.hide(); // before anybody in the container can see us
    join.join();
    join.becomeRoot(); // of the user namespace, if one was joined
    exec.becomeMember(); // a pid namespace takes effect at this step

    // One of the container's processes.
    exec.present(); // first, so that the engine does its part meanwhile
    exec.enterCgroups(plan.taskFiles()); // before anything that uses memory
    boolean isPlaced = plan.dependsOnPlacement();
    if (isPlaced) {
      NamespaceSteps.awaitPlacement(b); // for the groups that it can't enter by itself
    }
    host.forgetProcessors(); // but for those of that cgroup
    host.bindTo(plan.lastCpus()); // or of less
    join.enterRoot();
    exec.closeTools();
    b.always("let modes be exactly as they are given");
    b.call(SyscallNumber.UMASK, Operand.mode(0));
    new TerminalSteps(b, plan.process()).openOwn();
    program.prepare(); // becomes the user, finds the executable
    if (!isPlaced) {
      NamespaceSteps.awaitPlacement(b); // before the next thing that the engine is asked for
    }
    exec.beReady();
    program.execute(b.slot(Slots.ENGINE));
    return b.build();
  }
}
