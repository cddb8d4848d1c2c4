package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.SyscallNumber;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A container's set-up as data: what the trampoline replays. */
public final class SyscallProgram {
  private final List<Instruction> instructions;
  private final Slots slots;
  private final int startsAt;
  private final Map<Architecture, byte[]> images = new EnumMap<>(Architecture.class);

  SyscallProgram(List<Instruction> instructions, Slots slots, int startsAt) {
    this.instructions = List.copyOf(instructions);
    this.slots = slots;
    this.startsAt = startsAt;
  }

  /** In the order in which they stand, which is not always that of execution. */
  public List<Instruction> instructions() {
    return instructions;
  }

  /** What the trampoline must be given, in the order of its descriptors. */
  public Slots slots() {
    return slots;
  }

  /** Index of the first instruction that runs only once the container is started. */
  public int startsAt() {
    return startsAt;
  }

  /** The bytes that the trampoline maps, for one kind of machine; not to be changed. */
  public synchronized byte[] encode(Architecture architecture) {
    byte[] known = images.get(architecture);
    if (known == null) {
      known = new ProgramEncoder(architecture).encode(instructions);
      images.put(architecture, known);
    }
    return known;
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
