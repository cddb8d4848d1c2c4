package io.jrunc.program;

import io.jrunc.linux.abi.SocketType;
import io.jrunc.linux.abi.SyscallNumber;

/** The container is ready, and waits to be started. */
final class StartSteps {
  private final ProgramBuilder b;
  private final CgroupSteps cgroup;
  private final int listener;
  private final int last;

  StartSteps(ProgramBuilder builder, CgroupSteps cgroup) {
    this.b = builder;
    this.cgroup = cgroup;
    this.listener = builder.newSlot(new Slots.Listener());
    this.last = cgroup.openMemoryFile(listener);
  }

  /** Of what the program was given only these first descriptors are needed from now on. */
  void closeTools() {
    b.always("close what the set-up needed");
    HostSteps.closeFrom(b, Operand.number(b.slotNumber(last) + 1));
    b.orGoOn() // what was opened after this number had become free
        .call(SyscallNumber.CLOSE, b.slot(Slots.PROGRAM));
  }

  void beReady() {
    cgroup.chargeMemory(); // as late as possible
    b.always("tell the engine that the container is ready");
    NamespaceSteps.tell(b, Conversation.READY);
    NamespaceSteps.await(b);
    b.call(SyscallNumber.CLOSE, b.slot(Slots.ENGINE));
  }

  /** Who connects gets the report page, and learns from it whether the program could be run. */
  void waitForStart() {
    b.always("wait for the start command");
    b.markStart();
    b.into(Register.CONNECTION)
        .call(
            SyscallNumber.ACCEPT4,
            b.slot(listener),
            Operand.none(),
            Operand.none(),
            b.flags(SocketType.SOCK_CLOEXEC));
    b.call(SyscallNumber.CLOSE, b.slot(listener));
    b.mustBe(1)
        .call(
            SyscallNumber.SENDMSG,
            Operand.value(Register.CONNECTION),
            Structs.messageWithDescriptor(
                Conversation.REPORT_PAGE, (Operand.Constant) b.slot(Slots.REPORT)),
            b.flags());
    b.call(SyscallNumber.CLOSE, b.slot(Slots.REPORT));
    NamespaceSteps.await(b, Operand.value(Register.CONNECTION));
  }
}
