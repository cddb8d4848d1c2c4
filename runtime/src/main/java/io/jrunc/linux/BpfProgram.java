package io.jrunc.linux;

import io.jrunc.linux.abi.BpfProgramType;

/**
 * A program of extended BPF.
 *
 * @param name at most 15 letters, digits and {@code _}, by which it is found again
 * @param type what it is for
 * @param license of the program; some functions of the kernel are for GPL ones only
 * @param code an array of {@code struct bpf_insn}
 */
public record BpfProgram(String name, BpfProgramType type, String license, Code code) {

  private static final int MAX_NAME = 15;

  public BpfProgram {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("not a program's name: " + name);
    }
  }

  /** Instructions as bytes. */
  public static final class Code {

    /** Bytes of a {@code struct bpf_insn}. */
    public static final int INSTRUCTION_SIZE = 8;

    private final byte[] bytes;

    public Code(byte[] bytes) {
      if (bytes.length == 0 || bytes.length % INSTRUCTION_SIZE != 0) {
        throw new IllegalArgumentException("not a program: " + bytes.length + " bytes");
      }
      this.bytes = bytes.clone();
    }

    /** A copy. */
    public byte[] bytes() {
      return bytes.clone();
    }
  }
}
