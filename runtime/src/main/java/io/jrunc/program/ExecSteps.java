package io.jrunc.program;

import io.jrunc.linux.abi.FcntlCommand;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.List;

/** One more process of a container, up to where the engine lets it run. */
final class ExecSteps {
  private static final int CLOSE_ON_EXEC = 1;

  private final ProgramBuilder b;

  ExecSteps(ProgramBuilder builder) {
    this.b = builder;
  }

  /**
   * ENOMEM here means that the container's first process has ended: its namespace takes no more.
   */
  void becomeMember() {
    b.always("create a process in the container");
    NamespaceSteps.cloneSibling(b);
  }

  void enterCgroups(List<String> taskFiles) {
    for (String file : taskFiles) {
      Source source = Source.always("enter the cgroup of " + file);
      CgroupSteps.enter(b, source, b.slot(new Slots.TaskFile(file)));
    }
  }

  /** The engine learns the pid from the kernel. */
  void present() {
    NamespaceSteps.present(b);
  }

  /** The connection stays, and the terminal's master has no number yet. */
  void closeTools() {
    b.always("close what joining needed");
    HostSteps.closeFrom(b, Operand.number(b.slotNumber(Slots.ENGINE) + 1));
  }

  /** From here on the end of the connection says that the command runs, or that nothing does. */
  void beReady() {
    b.always("tell the engine that all is ready");
    b.call(SyscallNumber.CLOSE, b.slot(Slots.REPORT));
    b.call(
        SyscallNumber.FCNTL,
        b.slot(Slots.ENGINE),
        b.flags(FcntlCommand.F_SETFD),
        Operand.named(CLOSE_ON_EXEC, "FD_CLOEXEC"));
    NamespaceSteps.tell(b, Conversation.READY);
    NamespaceSteps.await(b);
    b.markStart();
  }
}
