package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.SyscallNumber;

/**
 * The program of a process that only holds a user namespace: mount_setattr(2) takes id maps from
 * one. It ends when the engine has what it wants.
 */
public final class IdMapProgram {
  private IdMapProgram() {}

  /** The same program for all maps: the engine writes them. */
  public static SyscallProgram compile(Architecture architecture) {
    ProgramBuilder b = new ProgramBuilder(architecture, 3);
    b.always("close descriptors that are not for this process");
    HostSteps.closeFrom(b, b.afterSlots());
    b.call(SyscallNumber.CLOSE, b.slot(Slots.PROGRAM));
    b.always("create a user namespace for id mappings");
    b.call(SyscallNumber.UNSHARE, b.flags(CloneFlag.CLONE_NEWUSER));
    NamespaceSteps.tell(b, Conversation.USER_NAMESPACE);
    NamespaceSteps.await(b);
    return b.build();
  }
}
