package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.MountPlan;
import io.jrunc.spec.linux.NamespaceType;

/**
 * Puts the program of a container together. {@link #compile} is the one place that knows the order
 * of things; what each step is made of is in the classes that it calls.
 */
public final class ContainerCompiler {
  private final Architecture architecture;

  /** A compiler for programs that this kind of machine runs. */
  public ContainerCompiler(Architecture architecture) {
    this.architecture = architecture;
  }

  /** The program that makes this container, and in the end executes its command. */
  public SyscallProgram compile(ContainerPlan plan) {
    ProgramBuilder b = new ProgramBuilder(architecture, plan.caller().firstFreeFd());
    CgroupSteps cgroup = new CgroupSteps(b, plan.cgroup());
    StartSteps start = new StartSteps(b, cgroup); // first: its slots follow those that all have
    Label explain = new Label();
    FilesystemSteps filesystems = new FilesystemSteps(b, explain);
    HostSteps host = new HostSteps(b, plan.process(), plan.caller());
    NamespaceSteps namespaces = new NamespaceSteps(b, plan);
    RootfsSteps rootfs = new RootfsSteps(b, plan);
    MountSteps mounts = new MountSteps(b, plan, filesystems);
    PathRuleSteps rules = new PathRuleSteps(b, plan, filesystems, mounts);
    IdentitySteps identity = new IdentitySteps(b, plan, filesystems);
    ProgramSteps program = new ProgramSteps(b, plan.process(), plan.caller());

    // Stage 0, a process of the host.
    host.closeInherited(); // first: nothing below may be confused by what was left open
    host.resetSignals(); // nothing that the JVM blocked may outlive it
    host.oomScore(); // refused inside a user namespace
    host.coreDumpFilter(); // as long as we may be dumped
    host.setAttributes(); // while /proc is the host's
    namespaces.hideBeforeJoining();
    namespaces.joinOwnedByHost(); // needs the host's rights
    namespaces.enterUserNamespace(); // so that it owns what is created after it
    namespaces.joinOwnedByUser(); // needs the rights of that user namespace
    namespaces.createTimeNamespace(); // offsets are fixed once a process is inside
    namespaces.becomeRoot(); // what is created next belongs to it
    namespaces.hideBeforeClone();
    namespaces.createOthers(); // a pid namespace takes effect at the next step
    namespaces.becomeInit();

    // Init, pid 1 of the container, still seeing the host's files.
    cgroup.enter(); // before all that takes time
    namespaces.presentInit(); // early, so that the engine does its part meanwhile
    namespaces.raiseLoopback();
    b.always("let modes be exactly as they are given");
    b.into(Register.UMASK).call(SyscallNumber.UMASK, Operand.mode(0));
    cgroup.enterOnceMade(); // before anything is made that the groups may count or forbid
    Placement placement = Placement.of(plan);
    placement.awaitAt(Placement.AT_ONCE, b); // for the groups that it can't enter by itself
    namespaces.createCgroupNamespace(); // its root is that cgroup
    host.forgetProcessors(); // but for those of that cgroup
    identity.openHostProc();
    rootfs.open();
    mounts.mountAll();
    new DeviceSteps(b, plan).makeAll(); // in the /dev that was mounted
    new TerminalSteps(b, plan.process()).open(plan.devices()); // in the /dev/pts that was mounted
    new StreamSteps(b, plan).useOwnNull(); // before a program or a hook of the container runs
    rootfs.makeWorkingDirectory();
    placement.awaitAt(Placement.BEFORE_HOOKS, b); // the next thing that the engine is asked for
    runHooksBeforePivot(b, plan, cgroup); // while both trees are there, and can be written to
    rules.makeReadonly(mounts.readonly()); // after the mounts that they are about
    rules.mask(); // after those: a hidden path stays hidden
    mounts.lateReadonly(); // nothing is made in them any more
    rootfs.makeReadonly(mounts.readonly());
    rootfs.enter(); // the host's files are gone
    placement.awaitAt(Placement.INSIDE, b); // before parameters of devices that it has moved in

    // Init, seeing only the container's files.
    identity.setNames();
    identity.writeSysctls();
    start.closeTools();
    program.prepare(); // becomes the user, finds the executable
    namespaces.show(); // after the last change of ids, which hides
    start.beReady();
    start.waitForStart();
    runStartHooks(b, plan, program); // as the user, where the program will run
    program.executeOrComplain(Operand.value(Register.CONNECTION));

    explain(b, explain);
    return b.build();
  }

  /** When init looks whether the engine has done its part for it: as late as it can. */
  private enum Placement {
    /** Init depends on it. Or a directory is copied: that would be the engine's next answer. */
    AT_ONCE,
    BEFORE_HOOKS,
    INSIDE;

    static Placement of(ContainerPlan plan) {
      boolean isCopied =
          plan.mounts().stream()
              .anyMatch(m -> m instanceof MountPlan.Filesystem tmpfs && tmpfs.copyUp());
      boolean hasRoot = plan.namespaces().creates(NamespaceType.CGROUP); // where init is by then
      if (plan.cgroup().entrance().isEmpty() || hasRoot || isCopied) {
        return AT_ONCE;
      }
      return stopsBeforePivot(plan) ? BEFORE_HOOKS : INSIDE;
    }

    void awaitAt(Placement point, ProgramBuilder b) {
      if (this == point) {
        NamespaceSteps.awaitPlacement(b);
      }
    }
  }

  private static boolean stopsBeforePivot(ContainerPlan plan) {
    return plan.hooks().isPresent() && plan.hooks().get().stopsBeforePivot();
  }

  private static void runHooksBeforePivot(
      ProgramBuilder b, ContainerPlan plan, CgroupSteps cgroup) {
    if (stopsBeforePivot(plan)) {
      cgroup.chargeMemory(); // hooks find it where it stays
      HookSteps hooks = new HookSteps(b, plan.caller());
      hooks.stop();
      hooks.createContainer(plan.hooks().get().createContainer());
    }
  }

  private static void runStartHooks(ProgramBuilder b, ContainerPlan plan, ProgramSteps program) {
    if (plan.hooks().isPresent()) {
      new HookSteps(b, plan.caller()).startContainer(plan.hooks().get().startContainer(), program);
    }
  }

  /** Fetches what the kernel says of a file system that it refused, and fails as it did. */
  private static void explain(ProgramBuilder b, Label explain) {
    b.always("ask the kernel why it refused the file system").place(explain);
    b.into(Register.FIRST_FAILED_AT).move(Operand.value(Register.FAILED_AT));
    b.into(Register.FIRST_ERRNO).move(Operand.value(Register.ERRNO));
    b.orGoOn()
        .call(
            SyscallNumber.READ,
            Operand.value(Register.CONTEXT),
            ReportPage.at(ReportPage.LOG, "log"),
            Operand.number(ReportPage.LOG_SIZE - 1));
    b.failAs(Register.FIRST_FAILED_AT, Register.FIRST_ERRNO);
  }
}
