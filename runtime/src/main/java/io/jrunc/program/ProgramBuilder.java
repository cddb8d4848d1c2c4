package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.KernelConstant;
import io.jrunc.linux.abi.SyscallNumber;
import io.jrunc.program.Slots.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the instructions of a program. Instructions get the source that was named last; the
 * methods that change how the next one behaves ({@link #into}, {@link #orGoOn}, …) hold for that
 * one only.
 */
final class ProgramBuilder {
  private static final int RETRIES = 64;

  private final List<Instruction> instructions = new ArrayList<>();
  private Source source = Source.always("");
  private Outcome outcome = new Outcome.MustSucceed();
  private Register result = Register.UNUSED;
  private boolean quiet;
  private int startsAt;
  private final Operand.Later afterSlots = new Operand.Later();
  private final Architecture architecture;
  private final int firstSlot;
  private final List<Slot> slots = new ArrayList<>(List.of(Slots.Standard.values()));

  /**
   * An empty program.
   *
   * @param firstSlot number of the first descriptor that is the program's own
   */
  ProgramBuilder(Architecture architecture, int firstSlot) {
    this.architecture = architecture;
    this.firstSlot = firstSlot;
  }

  /** Asks for one more descriptor. */
  Operand slot(Slot content) {
    return slot(newSlot(content));
  }

  /** The same; its index, for {@link #slotNumber}. */
  int newSlot(Slot content) {
    slots.add(content);
    return slots.size() - 1;
  }

  /** The descriptor in a slot. */
  Operand slot(int index) {
    return Operand.number(slotNumber(index));
  }

  /** Number of the descriptor in a slot. */
  int slotNumber(int index) {
    return firstSlot + index;
  }

  /** The first descriptor number that no slot has, whatever slots are still asked for. */
  Operand afterSlots() {
    return afterSlots;
  }

  /** Flags of one kind, by name. */
  Operand.Flags flags(KernelConstant... flags) {
    return new Operand.Flags(bits(flags), flags);
  }

  /** Flags as a number for a structure. */
  long bits(KernelConstant... flags) {
    return Flags.bits(architecture, flags);
  }

  /** What the following instructions are for. */
  ProgramBuilder source(Source newSource) {
    source = newSource;
    return this;
  }

  /** A step that every container needs; see {@link Source#always}. */
  ProgramBuilder always(String why) {
    return source(Source.always(why));
  }

  Source source() {
    return source;
  }

  /** The next instruction's value goes into this register. */
  ProgramBuilder into(Register register) {
    result = register;
    return this;
  }

  /** The next instruction may fail. */
  ProgramBuilder orGoOn() {
    outcome = new Outcome.GoOn();
    return this;
  }

  /** The next instruction jumps when it fails with this error. */
  ProgramBuilder on(Errno errno, Label label) {
    outcome = new Outcome.JumpIfErrno(errno, label);
    return this;
  }

  /** The next instruction jumps when it fails. */
  ProgramBuilder onError(Label label) {
    outcome = new Outcome.JumpIfError(label);
    return this;
  }

  /** The next instruction jumps when its result is this. */
  ProgramBuilder ifEqual(long value, Label label) {
    outcome = new Outcome.JumpIfEqual(value, label);
    return this;
  }

  /** The next instruction's result must be this. */
  ProgramBuilder mustBe(long value) {
    outcome = new Outcome.MustEqual(value);
    return this;
  }

  /** The next instruction isn't recorded in the report page. */
  ProgramBuilder quietly() {
    quiet = true;
    return this;
  }

  ProgramBuilder call(SyscallNumber number, Operand... operands) {
    return add(Operation.SYSCALL, Optional.of(number), operands);
  }

  ProgramBuilder move(Operand value) {
    return add(Operation.MOVE, Optional.empty(), value);
  }

  ProgramBuilder load(Operand address) {
    return add(Operation.LOAD, Optional.empty(), address);
  }

  /** Waits, without a system call, until another process writes a number there; a second or so. */
  ProgramBuilder await(Operand address) {
    return add(Operation.LOAD, -1, Optional.empty(), address);
  }

  /** Loads a number without some of its bits. */
  ProgramBuilder load(Operand address, Operand without) {
    return add(Operation.LOAD, Optional.empty(), address, without);
  }

  ProgramBuilder store(Operand address, Operand value) {
    return add(Operation.STORE, Optional.empty(), address, value);
  }

  ProgramBuilder jump(Label label) {
    return ifEqual(0, label).move(Operand.number(0));
  }

  /** Ends the program with an error of our own, at this very instruction. */
  ProgramBuilder fail(Errno errno) {
    return add(
        Operation.FAIL,
        Optional.empty(),
        Operand.number(instructions.size()),
        Operand.named(errno.number(), errno.name()));
  }

  /** Ends the program with the error of an instruction that failed before. */
  ProgramBuilder failAs(Register at, Register errno) {
    return add(Operation.FAIL, Optional.empty(), Operand.value(at), Operand.value(errno));
  }

  /** The label's place is before the next instruction. */
  ProgramBuilder place(Label label) {
    label.place(instructions.size());
    return this;
  }

  /** What follows runs only once the container is started. */
  void markStart() {
    startsAt = instructions.size();
  }

  SyscallProgram build() {
    afterSlots.set(slotNumber(slots.size()));
    return new SyscallProgram(instructions, new Slots(firstSlot, slots), startsAt);
  }

  private ProgramBuilder add(Operation kind, Optional<SyscallNumber> call, Operand... operands) {
    return add(kind, kind == Operation.SYSCALL ? RETRIES : 0, call, operands);
  }

  private ProgramBuilder add(
      Operation kind, int retries, Optional<SyscallNumber> call, Operand... operands) {
    instructions.add(
        new Instruction(kind, call, List.of(operands), outcome, result, quiet, retries, source));
    outcome = new Outcome.MustSucceed();
    result = Register.UNUSED;
    quiet = false;
    return this;
  }
}
