package io.jrunc.program;

import io.jrunc.linux.abi.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
  private static final int ALIGNMENT = 8;
  private static final long MAGIC = 0x31_4D_41_52_47_4F_52_50L;
  private static final int QUIET = 1;

  private final Architecture architecture;
  private final IdentityHashMap<Data, Integer> offsets = new IdentityHashMap<>();
  private int end;

  ProgramEncoder(Architecture architecture) {
    this.architecture = architecture;
  }

  byte[] encode(List<Instruction> instructions) {
    end = HEADER_SIZE + instructions.size() * INSTRUCTION_SIZE;
    for (Instruction instruction : instructions) {
      instruction.operands().forEach(this::layOut);
    }
    ByteBuffer image = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    image.putLong(MAGIC).putLong(instructions.size());
    for (Instruction instruction : instructions) {
      put(image, instruction);
    }
    for (Map.Entry<Data, Integer> piece : offsets.entrySet()) {
      put(image, piece.getKey(), piece.getValue());
    }
    return image.array();
  }

  private void layOut(Operand operand) {
    if (!(operand instanceof Operand.Address address) || offsets.containsKey(address.data())) {
      return;
    }
    offsets.put(address.data(), end);
    end += (address.data().size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    for (Data.Pointer pointer : address.data().pointers()) {
      layOut(pointer.target());
    }
  }

  private void put(ByteBuffer image, Instruction instruction) {
    List<Operand> operands = instruction.operands();
    int registers = 0;
    for (int i = 0; i < operands.size(); i++) {
      registers |= operands.get(i) instanceof Operand.Value ? 1 << i : 0;
    }
    image.put((byte) instruction.operation().code());
    image.put((byte) instruction.outcome().code());
    image.put((byte) instruction.result().number());
    image.put((byte) (instruction.quiet() ? QUIET : 0));
    image.put((byte) registers).put((byte) 0);
    image.putShort((short) (int) instruction.call().map(c -> c.number(architecture)).orElse(0));
    image.putInt(instruction.outcome().target()).putInt(instruction.retries());
    image.putLong(instruction.outcome().expected());
    for (int i = 0; i < Instruction.MAX_OPERANDS; i++) {
      image.putLong(i < operands.size() ? valueOf(operands.get(i)) : 0);
    }
  }

  private void put(ByteBuffer image, Data piece, int offset) {
    image.put(offset, piece.bytes());
    for (Data.Pointer pointer : piece.pointers()) {
      image.putLong(offset + pointer.offset(), valueOf(pointer.target()));
    }
  }

  private long valueOf(Operand operand) {
    if (operand instanceof Operand.Constant constant) {
      return constant.value();
    }
    if (operand instanceof Operand.Later later) {
      return later.value();
    }
    if (operand instanceof Operand.Value value) {
      return value.register().number();
    }
    Integer offset = offsets.get(((Operand.Address) operand).data());
    if (offset == null) {
      throw new IllegalStateException("no room was laid out for " + operand);
    }
    return ADDRESS + offset;
  }
}
