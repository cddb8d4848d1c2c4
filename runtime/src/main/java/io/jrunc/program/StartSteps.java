package io.jrunc.program;

import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.SocketType;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.ContainerPlan;
import io.jrunc.plan.ProcessPlan;

/** The container is ready, waits to be started, and becomes its program. */
final class StartSteps {
  private final ProgramBuilder b;
  private final ProcessPlan process;

  StartSteps(ProgramBuilder builder, ContainerPlan plan) {
    this.b = builder;
    this.process = plan.process();
  }

  /** Of what the program was given only three descriptors are needed from now on. */
  void closeTools() {
    b.always("close what the set-up needed");
    HostSteps.closeFrom(b, Operand.number(b.slotNumber(Slots.LISTENER) + 1));
  }

  void beReady() {
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
            b.slot(Slots.LISTENER),
            Operand.none(),
            Operand.none(),
            b.flags(SocketType.SOCK_CLOEXEC));
    b.call(SyscallNumber.CLOSE, b.slot(Slots.LISTENER));
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

  /** The connection closes by itself when execve(2) succeeds. */
  void execute() {
    String name = process.arguments().get(0);
    b.source(new Source("/process/args/0", "exec: " + Data.quote(name)));
    Label failed = new Label();
    b.onError(failed)
        .call(
            SyscallNumber.EXECVE,
            Operand.value(Register.EXECUTABLE),
            Structs.strings(process.arguments()),
            Structs.strings(process.environment()));
    b.place(failed);
    b.into(Register.FIRST_FAILED_AT).move(Operand.value(Register.FAILED_AT));
    b.into(Register.FIRST_ERRNO).move(Operand.value(Register.ERRNO));
    complain(name, Errno.ENOEXEC);
    complain(name, Errno.ENOENT);
    complain(name, Errno.EACCES);
    b.failAs(Register.FIRST_FAILED_AT, Register.FIRST_ERRNO);
  }

  /** Who reads only the container's log should see why it is empty. */
  private void complain(String name, Errno errno) {
    Label say = new Label();
    Label other = new Label();
    b.ifEqual(errno.number(), say).move(Operand.value(Register.FIRST_ERRNO));
    b.jump(other).place(say);
    String line = "exec " + name + ": " + errno.text() + "\n";
    int length = line.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    b.orGoOn()
        .call(SyscallNumber.WRITE, Operand.number(2), Operand.string(line), Operand.number(length));
    b.place(other);
  }
}
