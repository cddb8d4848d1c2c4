package io.jrunc.program;

import io.jrunc.linux.abi.AmbientOperation;
import io.jrunc.linux.abi.Capability;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.PrctlOption;
import io.jrunc.linux.abi.Resource;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CallerFacts;
import io.jrunc.plan.ProcessPlan;
import io.jrunc.plan.ProcessPlan.CapabilityPlan;
import io.jrunc.plan.ProcessPlan.RlimitPlan;
import java.util.List;

/**
 * From the runtime's rights to those of the container's user; {@link ProgramSteps} has the order.
 */
final class ProcessSteps {
  private static final CapabilityPlan NO_CAPABILITIES = new CapabilityPlan(0, 0, 0, 0, 0);

  /** Start of what getcwd(2) gives for a directory outside the root: "(unreachable)". */
  private static final int UNREACHABLE = '(' | 'u' << 8 | 'n' << 16 | 'r' << 24;

  private final ProgramBuilder b;
  private final ProcessPlan process;
  private final CallerFacts caller;

  ProcessSteps(ProgramBuilder builder, ProcessPlan process, CallerFacts caller) {
    this.b = builder;
    this.process = process;
    this.caller = caller;
  }

  /** A raised hard limit needs the rights that we are about to lose. */
  void limitResources() {
    for (RlimitPlan limit : process.rlimits()) {
      b.source(new Source(limit.pointer(), "set " + limit.name()));
      setLimit(limit.resource(), limit.name(), limit.soft(), limit.hard());
    }
    if (process.rlimits().stream().noneMatch(l -> l.name().equals("RLIMIT_NOFILE"))) {
      b.always("give back the caller's limit of open files");
      setLimit(
          (int) Resource.RLIMIT_NOFILE.value(),
          "RLIMIT_NOFILE",
          caller.openFilesSoft(),
          caller.openFilesHard());
    }
  }

  private void setLimit(int resource, String name, long soft, long hard) {
    b.call(
        SyscallNumber.PRLIMIT64,
        Operand.number(0),
        Operand.named(resource, name),
        Structs.rlimit(soft, hard),
        Operand.none());
  }

  void forbidNewPrivileges() {
    if (process.noNewPrivileges()) {
      b.source(new Source("/process/noNewPrivileges", "forbid new privileges"));
      b.call(SyscallNumber.PRCTL, b.flags(PrctlOption.PR_SET_NO_NEW_PRIVS), Operand.number(1));
    }
  }

  /** Capabilities leave the bounding set before the ids change, which takes the right to do so. */
  void dropBoundingSet() {
    long bounding = capabilities().bounding();
    b.source(new Source("/process/capabilities/bounding", "drop capabilities for good"));
    for (Capability capability : Capability.values()) {
      if ((bounding >>> capability.value() & 1) == 0) {
        Label unknown = new Label(); // to a kernel that is older than the capability
        b.on(Errno.EINVAL, unknown)
            .call(
                SyscallNumber.PRCTL,
                b.flags(PrctlOption.PR_CAPBSET_DROP),
                Operand.named(capability.value(), capability.name()));
        b.place(unknown);
      }
    }
  }

  /** The user may not be allowed to enter a directory that root can, nor root one of the user's. */
  void enterWorkingDirectory() {
    b.source(cwd("enter the working directory"));
    b.into(Register.LOADED).move(Operand.number(1));
    b.orGoOn().into(Register.LOADED);
    chdir();
  }

  void becomeUser() {
    b.source(new Source("/process/user", "become user " + process.uid() + ":" + process.gid()));
    keepCapabilities(1);
    setGroups();
    Operand gid = Operand.number(process.gid());
    Operand uid = Operand.number(process.uid());
    b.source(new Source("/process/user/gid", "set the group"));
    b.call(SyscallNumber.SETRESGID, gid, gid, gid);
    b.source(new Source("/process/user/uid", "set the user"));
    b.call(SyscallNumber.SETRESUID, uid, uid, uid);
    keepCapabilities(0);
  }

  /** Capabilities outlive the change of ids only on request; root loses none by becoming root. */
  private void keepCapabilities(int yes) {
    if (process.uid() != 0) {
      b.call(SyscallNumber.PRCTL, b.flags(PrctlOption.PR_SET_KEEPCAPS), Operand.number(yes));
    }
  }

  private void setGroups() {
    List<Long> groups = process.additionalGids();
    b.source(new Source("/process/user/additionalGids", "set the additional groups"));
    if (groups.isEmpty()) {
      b.orGoOn(); // a user namespace of an ordinary user has no say in them
    }
    b.call(SyscallNumber.SETGROUPS, Operand.number(groups.size()), Structs.groups(groups));
  }

  void setCapabilities() {
    CapabilityPlan caps = capabilities();
    b.source(new Source("/process/capabilities", "set the capabilities"));
    setCapabilities(caps.effective(), SeccompSteps.neededCapabilities(process));
    b.source(new Source("/process/capabilities/ambient", "set the ambient capabilities"));
    ambient(AmbientOperation.PR_CAP_AMBIENT_CLEAR_ALL, Operand.number(0));
    for (Capability capability : Capability.values()) {
      if ((caps.ambient() >>> capability.value() & 1) == 1) {
        ambient(
            AmbientOperation.PR_CAP_AMBIENT_RAISE,
            Operand.named(capability.value(), capability.name()));
      }
    }
  }

  /** Makes capabilities effective that were kept for this moment. */
  void raise(long kept) {
    setCapabilities(capabilities().effective() | kept, kept);
  }

  /** Sets all but the ambient ones, and keeps some permitted for a later step. */
  private void setCapabilities(long effective, long kept) {
    long permitted = capabilities().permitted() | kept;
    long inheritable = capabilities().inheritable();
    b.call(
        SyscallNumber.CAPSET,
        Structs.capabilityHeader(),
        Structs.capabilityData(
            effective,
            permitted,
            inheritable,
            "{effective=0x"
                + Long.toHexString(effective)
                + ", permitted=0x"
                + Long.toHexString(permitted)
                + ", inheritable=0x"
                + Long.toHexString(inheritable)
                + "}"));
  }

  private void ambient(AmbientOperation operation, Operand capability) {
    b.call(
        SyscallNumber.PRCTL,
        b.flags(PrctlOption.PR_CAP_AMBIENT),
        b.flags(operation),
        capability,
        Operand.number(0),
        Operand.number(0));
  }

  void setUmask() {
    b.source(new Source("/process/user/umask", "set the umask"));
    b.call(SyscallNumber.UMASK, Operand.mode(process.umask()));
  }

  /** A leaked descriptor must not be the way to a directory of the host (CVE-2024-21626). */
  void checkWorkingDirectory() {
    Label entered = new Label();
    b.source(cwd("enter the working directory"));
    b.ifEqual(0, entered).move(Operand.value(Register.LOADED));
    chdir();
    b.place(entered).source(cwd("make sure that the working directory is inside the container"));
    Label outside = new Label();
    Label inside = new Label();
    b.call(
        SyscallNumber.GETCWD,
        ReportPage.at(ReportPage.DIRECTORY, "directory"),
        Operand.number(ReportPage.DIRECTORY_SIZE));
    b.into(Register.LOADED)
        .ifEqual(UNREACHABLE, outside)
        .load(ReportPage.at(ReportPage.DIRECTORY, "directory"));
    b.jump(inside).place(outside).fail(Errno.EPERM).place(inside);
  }

  private void chdir() {
    b.call(SyscallNumber.CHDIR, Operand.string(process.workingDirectory()));
  }

  private Source cwd(String why) {
    return new Source("/process/cwd", why + " " + process.workingDirectory());
  }

  private CapabilityPlan capabilities() {
    return process.capabilities().orElse(NO_CAPABILITIES);
  }
}
