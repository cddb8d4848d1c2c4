package io.jrunc.program;

import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.plan.CgroupPlan;
import io.jrunc.plan.CgroupPlan.Entrance;
import java.util.List;
import java.util.Optional;

/**
 * A process enters its groups of version 1 through files that the engine has opened, so that
 * neither its ids nor its tree matter.
 */
final class CgroupSteps {
  private final ProgramBuilder b;
  private final List<String> taskFiles;
  private Optional<String> memoryFile;
  private int memorySlot;

  CgroupSteps(ProgramBuilder builder, CgroupPlan cgroup) {
    this.b = builder;
    Optional<Entrance> entrance = cgroup.entrance();
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
    memorySlot = memoryFile.isPresent() ? b.newSlot(new Slots.TaskFile(memoryFile.get())) : before;
    return memorySlot;
  }

  /** All of them but that which memory is charged to, if it is one apart. */
  void enter() {
    for (String file : taskFiles) {
      enter(b, source(file), b.slot(new Slots.TaskFile(file)));
    }
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
