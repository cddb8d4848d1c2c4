package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import java.util.Arrays;
import java.util.List;

/**
 * Lays a program out in memory. The layout is the contract with trampoline.c:
 *
 * <pre>
 *   0  u64  magic
 *   8  u64  number of instructions
 *  16       instructions, {@value #INSTRUCTION_SIZE} bytes each
 *   …       the data that they point to
 * </pre>
 */
final class ProgramEncoder {
  /** Where the trampoline maps a program. */
  static final long ADDRESS = 0x1000_0000L;

  static final int INSTRUCTION_SIZE = 72;
  private static final int HEADER_SIZE = 16;
  private static final int OPERANDS = 24; // the first one's offset in an instruction
  private static final int ALIGNMENT = 8;
  private static final long MAGIC = 0x31_4D_41_52_47_4F_52_50L;
  private static final int QUIET = 1;

  private final Architecture architecture;
  private byte[] image = {};
  private int end;

  ProgramEncoder(Architecture architecture) {
    this.architecture = architecture;
  }

  byte[] encode(List<Instruction> instructions) {
    end = HEADER_SIZE + instructions.size() * INSTRUCTION_SIZE;
    image = new byte[2 * end];
    put(0, MAGIC);
    put(Long.BYTES, instructions.size());
    int offset = HEADER_SIZE;
    for (Instruction instruction : instructions) {
      put(offset, instruction);
      offset += INSTRUCTION_SIZE;
    }
    return Arrays.copyOf(image, end);
  }

  private void put(int offset, Instruction instruction) {
    Outcome outcome = instruction.outcome();
    List<Operand> operands = instruction.operands();
    int registers = 0;
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      registers |= operand instanceof Operand.Value ? 1 << i : 0;
      put(offset + OPERANDS + i * Long.BYTES, valueOf(operand));
    }
    image[offset] = (byte) instruction.operation().code();
    image[offset + 1] = (byte) outcome.code();
    image[offset + 2] = (byte) instruction.result().number();
    image[offset + 3] = (byte) (instruction.quiet() ? QUIET : 0);
    image[offset + 4] = (byte) registers;
    int call = instruction.call().isPresent() ? instruction.call().get().number(architecture) : 0;
    put(offset + 6, call & 0xffff);
    put(offset + 8, outcome.target() & 0xffff_ffffL);
    put(offset + 12, instruction.retries() & 0xffff_ffffL);
    put(offset + 16, outcome.expected());
  }

  /**
   * Little-endian, where zeros are. By hand, and no zeros: a fresh JVM interprets this, and most
   * values are small. A {@link java.nio.ByteBuffer} took 5 ms.
   */
  private void put(int offset, long value) {
    int at = offset;
    for (long rest = value; rest != 0; rest >>>= Byte.SIZE) {
      image[at++] = (byte) rest;
    }
  }

  private long valueOf(Operand operand) {
    if (operand instanceof Operand.Constant constant) {
      return constant.value();
    }
    if (operand instanceof Operand.Address address) {
      return ADDRESS + place(address.data());
    }
    if (operand instanceof Operand.Value value) {
      return value.register().number();
    }
    if (operand instanceof Operand.Flags flags) {
      return flags.value();
    }
    return ((Operand.Later) operand).value();
  }

  /** Puts a piece, and what it points to, at the end of what is there. */
  private int place(Data piece) {
    int offset = end;
    end += (piece.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (end > image.length) {
      image = Arrays.copyOf(image, 2 * end);
    }
    piece.copyTo(image, offset);
    for (Data.Pointer pointer : piece.pointers()) {
      put(offset + pointer.offset(), valueOf(pointer.target()));
    }
    return offset;
  }
}
