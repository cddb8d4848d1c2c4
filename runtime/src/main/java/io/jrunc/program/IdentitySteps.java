package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_WRONLY;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_BENEATH;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_SYMLINKS;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_XDEV;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.SysctlPlan;
import io.jrunc.spec.linux.NamespaceType;
import java.nio.charset.StandardCharsets;

/** Names and kernel parameters of the container's own namespaces. */
final class IdentitySteps {
  private static final int OPEN_HOW_SIZE = 24;

  private final ProgramBuilder b;
  private final RootPaths paths;
  private final ContainerPlan plan;
  private final FilesystemSteps filesystems;

  IdentitySteps(ProgramBuilder builder, ContainerPlan plan, FilesystemSteps filesystems) {
    this.b = builder;
    this.paths = new RootPaths(builder);
    this.plan = plan;
    this.filesystems = filesystems;
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

  /**
   * Opens the host's procfs when the container has none of its own pid namespace: only who owns the
   * pid namespace may make one, so an ordinary user's container in the host's could not. Parameters
   * are those of the namespaces of whoever looks.
   */
  void openHostProc() {
    if (!plan.sysctls().isEmpty() && !plan.namespaces().creates(NamespaceType.PID)) {
      HostSteps.openProc(b, "/linux/sysctl");
    }
  }

  /** Written through a procfs that nobody else can mount over (CVE-2025-52881). */
  void writeSysctls() {
    if (plan.sysctls().isEmpty()) {
      return;
    }
    if (plan.namespaces().creates(NamespaceType.PID)) {
      openPrivateProc();
    }
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
    filesystems.make(
        Register.PROC,
        "proc",
        MountAttr.MOUNT_ATTR_NOSUID,
        MountAttr.MOUNT_ATTR_NODEV,
        MountAttr.MOUNT_ATTR_NOEXEC);
  }

  private Operand howToWrite() {
    return Structs.openHow(
        b.flags(O_WRONLY, O_CLOEXEC),
        b.flags(RESOLVE_BENEATH, RESOLVE_NO_XDEV, RESOLVE_NO_SYMLINKS));
  }

  private static Operand length(String name) {
    return Operand.number(name.getBytes(StandardCharsets.UTF_8).length);
  }
}
