package io.jrunc.cgroup;

import java.nio.ByteBuffer;

/**
 * One instruction of extended BPF, {@code struct bpf_insn}.
 *
 * @param code what is done, {@code BPF_…} of {@code linux/bpf.h} put together
 * @param target register that is changed or looked at
 * @param source register that is read; 0 if none is
 * @param offset in bytes for a load, in instructions after the next one for a jump
 * @param operand the constant; 0 if there is none
 */
record BpfInstruction(int code, int target, int source, int offset, int operand) {

  /** BPF_LDX | BPF_MEM | BPF_W: loads 32 bits. */
  static final int LOAD = 0x61;

  /** BPF_ALU64 | BPF_MOV | BPF_K: puts a constant into a register. */
  static final int SET = 0xb7;

  /** BPF_ALU | BPF_MOV | BPF_X: copies a register. */
  static final int COPY = 0xbc;

  /** BPF_ALU | BPF_AND | BPF_K. */
  static final int AND = 0x54;

  /** BPF_ALU | BPF_RSH | BPF_K. */
  static final int SHIFT_RIGHT = 0x74;

  /** BPF_JMP32 | BPF_JNE | BPF_K: jumps if 32 bits are not the constant. */
  static final int JUMP_UNLESS_EQUAL = 0x56;

  /** BPF_JMP32 | BPF_JSET | BPF_K: jumps if one of the constant's bits is set. */
  static final int JUMP_IF_ANY_BIT = 0x46;

  /** BPF_JMP | BPF_EXIT: ends with what is in register 0. */
  static final int EXIT = 0x95;

  /**
   * The registers share a byte, the lower half of which is the target on a little-endian machine.
   */
  void encode(ByteBuffer into) {
    into.put((byte) code)
        .put((byte) (target | source << 4))
        .putShort((short) offset)
        .putInt(operand);
  }
}
