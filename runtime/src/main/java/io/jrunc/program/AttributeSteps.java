package io.jrunc.program;

import static io.jrunc.linux.abi.OpenFlag.O_CLOEXEC;
import static io.jrunc.linux.abi.OpenFlag.O_WRONLY;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_BENEATH;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_MAGICLINKS;
import static io.jrunc.linux.abi.ResolveFlag.RESOLVE_NO_XDEV;

import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.IoPriorityTarget;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.KeyctlOperation;
import io.jrunc.linux.abi.PersonalityDomain;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.MemoryPolicyPlan;
import io.jrunc.plan.ProcessAttributes;
import io.jrunc.plan.ProcessAttributes.IoPriorityPlan;
import io.jrunc.plan.ProcessAttributes.KeyringPlan;
import io.jrunc.plan.SchedulerPlan;
import java.nio.charset.StandardCharsets;

/** What a program has beside its rights; see {@link ProcessAttributes}. */
final class AttributeSteps {
  private static final String APPARMOR = "/process/apparmorProfile";
  private static final String SELINUX = "/process/selinuxLabel";
  private static final int OPEN_HOW_SIZE = 24;
  private static final int CLASS_SHIFT = 13;

  private final ProgramBuilder b;
  private final ProcessAttributes attributes;

  AttributeSteps(ProgramBuilder builder, ProcessAttributes attributes) {
    this.b = builder;
    this.attributes = attributes;
  }

  /** Real-time needs a right over the host. Children inherit it. */
  void setIoPriority() {
    if (attributes.ioPriority().isPresent()) {
      IoPriorityPlan priority = attributes.ioPriority().get();
      String name = priority.ioClass().name() + " " + priority.priority();
      b.source(new Source("/process/ioPriority", "set the I/O priority to " + name));
      b.call(
          SyscallNumber.IOPRIO_SET,
          b.flags(IoPriorityTarget.IOPRIO_WHO_PROCESS),
          Operand.number(0),
          Operand.named(priority.ioClass().value() << CLASS_SHIFT | priority.priority(), name));
    }
  }

  /**
   * Labels take effect at the next execve(2), and children inherit them until then. So they are set
   * while /proc is still the host's, and nothing of the container can stand in for it
   * (CVE-2019-16884, CVE-2019-19921).
   */
  void label() {
    if (attributes.apparmor().isPresent()) {
      HostSteps.openProc(b, APPARMOR);
      confine(attributes.apparmor().get());
    }
    if (attributes.selinux().isPresent()) {
      String label = attributes.selinux().get();
      HostSteps.openProc(b, SELINUX);
      write("label the program " + label, "self/attr/exec", label);
      if (attributes.keyring().isPresent()) {
        write("label new keyrings " + label, "self/attr/keycreate", label);
      }
      b.call(SyscallNumber.CLOSE, Operand.value(Register.PROC));
    }
  }

  private void confine(String profile) {
    b.source(new Source(APPARMOR, "confine the program by the AppArmor profile " + profile));
    openAttribute("self/attr/apparmor/exec");
    b.call(SyscallNumber.CLOSE, Operand.value(Register.PROC));
    Label missing = new Label();
    Label set = new Label();
    String order = "exec " + profile;
    int length = order.getBytes(StandardCharsets.UTF_8).length;
    b.on(Errno.ENOENT, missing)
        .call(
            SyscallNumber.WRITE,
            Operand.value(Register.FILE),
            Operand.string(order),
            Operand.number(length));
    b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
    b.jump(set).place(missing);
    b.source(new Source(APPARMOR, "the AppArmor profile " + profile + " is not loaded"));
    b.fail(Errno.ENOENT).place(set);
  }

  private void write(String why, String path, String label) {
    b.source(new Source(SELINUX, why));
    openAttribute(path);
    HostSteps.writeTo(b, Register.FILE, label);
    b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
  }

  private void openAttribute(String path) {
    b.into(Register.FILE)
        .call(
            SyscallNumber.OPENAT2,
            Operand.value(Register.PROC),
            Operand.string(path),
            howToWrite(),
            Operand.number(OPEN_HOW_SIZE));
  }

  /** Nothing that is mounted over a part of it is written to in its place. */
  private Operand howToWrite() {
    return Structs.openHow(
        b.flags(O_WRONLY, O_CLOEXEC),
        b.flags(RESOLVE_BENEATH, RESOLVE_NO_XDEV, RESOLVE_NO_MAGICLINKS));
  }

  /**
   * A keyring is worth having, but no reason to do without the container: keys have a quota, and
   * other container runtimes forbid them.
   */
  void joinKeyring() {
    if (attributes.keyring().isEmpty()) {
      return;
    }
    KeyringPlan keyring = attributes.keyring().get();
    Label failed = new Label();
    Label done = new Label();
    b.always("join the session keyring of the container");
    b.into(Register.LOADED)
        .onError(failed)
        .call(
            SyscallNumber.KEYCTL,
            b.flags(KeyctlOperation.KEYCTL_JOIN_SESSION_KEYRING),
            Operand.string(keyring.name()));
    b.onError(failed)
        .call(
            SyscallNumber.KEYCTL,
            b.flags(KeyctlOperation.KEYCTL_SETPERM),
            Operand.value(Register.LOADED),
            Operand.named(
                keyring.permissions(), "0x" + Integer.toHexString(keyring.permissions())));
    b.jump(done).place(failed);
    b.store(ReportPage.at(ReportPage.KEYRING, "keyring"), Operand.value(Register.ERRNO));
    b.place(done);
  }

  void setMemoryPolicy() {
    if (attributes.memoryPolicy().isEmpty()) {
      return;
    }
    MemoryPolicyPlan policy = attributes.memoryPolicy().get();
    KernelConstant[] mode = new KernelConstant[policy.flags().size() + 1];
    mode[0] = policy.mode();
    for (int i = 1; i < mode.length; i++) {
      mode[i] = policy.flags().get(i - 1);
    }
    String nodes = policy.nodes().isEmpty() ? "" : " of the nodes " + policy.nodes();
    b.source(new Source("/linux/memoryPolicy", "take memory by " + policy.mode().name() + nodes));
    int words = policy.mask().size();
    b.call(
        SyscallNumber.SET_MEMPOLICY,
        b.flags(mode),
        words == 0 ? Operand.none() : Structs.bitMask(policy.mask(), "[" + policy.nodes() + "]"),
        Operand.number(words == 0 ? 0 : words * Long.SIZE + 1)); // the kernel takes one off
  }

  void setPersonality() {
    if (attributes.personality().isPresent()) {
      PersonalityDomain domain = attributes.personality().get();
      b.source(new Source("/linux/personality/domain", "set the personality"));
      b.call(SyscallNumber.PERSONALITY, b.flags(domain));
    }
  }

  void schedule() {
    if (attributes.scheduler().isPresent()) {
      SchedulerPlan scheduler = attributes.scheduler().get();
      b.source(new Source("/process/scheduler", "schedule by " + scheduler.policy().name()));
      KernelConstant[] flags = scheduler.flags().toArray(new KernelConstant[0]);
      b.call(
          SyscallNumber.SCHED_SETATTR,
          Operand.number(0),
          Structs.schedulingAttributes(scheduler, b.bits(flags), b.flags(flags).toString()),
          b.flags());
    }
  }
}
