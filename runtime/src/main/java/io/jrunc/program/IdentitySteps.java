package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_WRONLY;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_BENEATH;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_SYMLINKS;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_XDEV;

import io.jrunc.linux.abi.FsconfigCommand;
import io.jrunc.linux.abi.FsmountFlag;
import io.jrunc.linux.abi.FsopenFlag;
import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.SysctlPlan;
import java.nio.charset.StandardCharsets;

/** Names and kernel parameters of the container's own namespaces. */
final class IdentitySteps {
  private static final int OPEN_HOW_SIZE = 24;

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final ContainerPlan plan;
  private final Label explain;

  IdentitySteps(ProgramBuilder builder, ContainerPlan plan, Label explain) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.plan = plan;
    this.explain = explain;
  }

  void setNames() {
    plan.hostname()
        .ifPresent(
            name -> {
              b.source(new Source("/hostname", "set the host name"));
              b.call(SyscallNumber.SETHOSTNAME, Operand.string(name), length(name));
            });
    plan.domainname()
        .ifPresent(
            name -> {
              b.source(new Source("/domainname", "set the domain name"));
              b.call(SyscallNumber.SETDOMAINNAME, Operand.string(name), length(name));
            });
  }

  /** Written through a procfs that nobody else can mount over (CVE-2025-52881). */
  void writeSysctls() {
    if (plan.sysctls().isEmpty()) {
      return;
    }
    openPrivateProc();
    for (SysctlPlan sysctl : plan.sysctls()) {
      String why = "set " + sysctl.path() + " to " + sysctl.value();
      b.source(new Source(sysctl.pointer(), why));
      b.into(Register.FILE)
          .call(
              SyscallNumber.OPENAT2,
              Operand.value(Register.PROC),
              Operand.string("sys/" + sysctl.path()),
              howToWrite(),
              Operand.number(OPEN_HOW_SIZE));
      HostSteps.writeTo(b, Register.FILE, sysctl.value());
      paths.close(Register.FILE);
    }
    paths.close(Register.PROC);
  }

  private void openPrivateProc() {
    b.source(new Source("/linux/sysctl", "open a procfs that nothing can be mounted over"));
    b.into(Register.CONTEXT)
        .call(SyscallNumber.FSOPEN, Operand.string("proc"), b.flags(FsopenFlag.FSOPEN_CLOEXEC));
    b.onError(explain)
        .call(
            SyscallNumber.FSCONFIG,
            Operand.value(Register.CONTEXT),
            b.flags(FsconfigCommand.FSCONFIG_CMD_CREATE),
            Operand.none(),
            Operand.none(),
            Operand.number(0));
    b.into(Register.PROC)
        .onError(explain)
        .call(
            SyscallNumber.FSMOUNT,
            Operand.value(Register.CONTEXT),
            b.flags(FsmountFlag.FSMOUNT_CLOEXEC),
            b.flags(
                MountAttr.MOUNT_ATTR_NOSUID,
                MountAttr.MOUNT_ATTR_NODEV,
                MountAttr.MOUNT_ATTR_NOEXEC));
    paths.close(Register.CONTEXT);
  }

  private Operand howToWrite() {
    Operand flags = b.flags(O_WRONLY, O_CLOEXEC);
    Operand resolve = b.flags(RESOLVE_BENEATH, RESOLVE_NO_XDEV, RESOLVE_NO_SYMLINKS);
    return Structs.openHow(
        b.bits(O_WRONLY, O_CLOEXEC),
        0,
        b.bits(RESOLVE_BENEATH, RESOLVE_NO_XDEV, RESOLVE_NO_SYMLINKS),
        "{" + flags + ", " + resolve + "}");
  }

  private static Operand length(String name) {
    return Operand.number(name.getBytes(StandardCharsets.UTF_8).length);
  }
}
