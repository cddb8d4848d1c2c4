package io.jrunc.program;

import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.plan.CgroupPlan.Entrance;
import java.util.List;
import java.util.Optional;

/**
 * A process enters its groups of version 1 through files: those that the engine has opened, so that
 * neither its ids nor its tree matter, or else those that it opens itself.
 */
final class CgroupSteps {
  private final ProgramBuilder b;
  private final List<String> taskFiles;
  private final boolean isMadeMeanwhile;
  private Optional<String> memoryFile;
  private int memorySlot;

  CgroupSteps(ProgramBuilder builder, CgroupPlan cgroup) {
    this.b = builder;
    Optional<Entrance> entrance = cgroup.entrance();
    this.isMadeMeanwhile = cgroup.isMadeMeanwhile();
    this.taskFiles = entrance.isPresent() ? entrance.get().taskFiles() : List.of();
    this.memoryFile = entrance.isPresent() ? entrance.get().memoryFile() : Optional.empty();
  }

  /**
   * Asks for the descriptor that {@link #chargeMemory} needs.
   *
   * @param before index of the slot before it
   * @return index of the last slot now
   */
  int openMemoryFile(int before) {
    memorySlot = memoryFile.isPresent() ? b.newSlot(memorySlot(memoryFile.get())) : before;
    return memorySlot;
  }

  private Slots.Slot memorySlot(String file) {
    return isMadeMeanwhile ? new Slots.Reserved(file) : new Slots.TaskFile(file);
  }

  /** All of them but that which memory is charged to, if it is one apart. */
  void enter() {
    if (!isMadeMeanwhile) {
      for (String file : taskFiles) {
        enter(b, source(file), b.slot(new Slots.TaskFile(file)));
      }
    }
  }

  /** The same, where the engine makes the groups while init is on its way. */
  void enterOnceMade() {
    if (!isMadeMeanwhile) {
      return;
    }
    b.source(new Source("/linux/cgroupsPath", "wait for the cgroup"));
    NamespaceSteps.await(b);
    for (String file : taskFiles) {
      b.source(source(file));
      open(file);
      enter(b, source(file), Operand.value(Register.FILE));
      b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
    }
    if (memoryFile.isPresent()) {
      b.source(source(memoryFile.get()));
      open(memoryFile.get());
      b.call(
          SyscallNumber.DUP3,
          Operand.value(Register.FILE),
          b.slot(memorySlot),
          b.flags(OpenFlag.O_CLOEXEC));
      b.call(SyscallNumber.CLOSE, Operand.value(Register.FILE));
    }
  }

  private void open(String file) {
    b.into(Register.FILE)
        .call(
            SyscallNumber.OPENAT,
            HostSteps.CURRENT_DIRECTORY,
            Operand.string(file),
            b.flags(OpenFlag.O_WRONLY, OpenFlag.O_CLOEXEC),
            Operand.number(0));
  }

  /** From here on init is charged for what it takes; what it was made of isn't its own. */
  void chargeMemory() {
    if (memoryFile.isPresent()) {
      enter(b, source(memoryFile.get()), b.slot(memorySlot));
      b.call(SyscallNumber.CLOSE, b.slot(memorySlot));
      memoryFile = Optional.empty();
    }
  }

  private static Source source(String file) {
    return new Source("/linux/cgroupsPath", "enter the cgroup of " + file);
  }

  /** Zero is the writer itself, whatever its pid is to whom. */
  static void enter(ProgramBuilder b, Source source, Operand taskFile) {
    b.source(source);
    b.mustBe(1).call(SyscallNumber.WRITE, taskFile, Operand.string("0"), Operand.number(1));
  }
}
