package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.List;

/**
 * A container's set-up as data: what the trampoline replays.
 *
 * @param instructions in the order in which they stand, which is not always that of execution
 * @param slots what the trampoline must be given, in the order of its descriptors
 * @param startsAt index of the first instruction that runs only once the container is started
 */
public record SyscallProgram(List<Instruction> instructions, Slots slots, int startsAt) {

  public SyscallProgram {
    instructions = List.copyOf(instructions);
  }

  /** The bytes that the trampoline maps, for one kind of machine. */
  public byte[] encode(Architecture architecture) {
    return new ProgramEncoder(architecture).encode(instructions);
  }

  /** The program for people: one line an instruction, with its source. */
  public String listing() {
    return new ProgramListing(this).text();
  }

  /**
   * Whether a report names the step that ends the program by becoming another one, and so nothing
   * has kept it from getting there.
   */
  public boolean isLast(long index) {
    return at(index).call().filter(SyscallNumber.EXECVE::equals).isPresent();
  }

  /**
   * The step that a report names.
   *
   * @param index as it was found in a report page, which a container may have written to
   * @return the step; the last one where there is no such index
   */
  public Instruction at(long index) {
    int last = instructions.size() - 1;
    return instructions.get(index < 0 || index > last ? last : (int) index);
  }
}
