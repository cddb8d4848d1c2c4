package io.jrunc.program;

/** What an instruction does; the codes are those of {@code enum operation} in trampoline.c. */
public enum Operation {
  /** Makes a system call. */
  SYSCALL(0),
  /** Gives its first operand. */
  MOVE(1),
  /** Writes the low 4 bytes of its second operand to the address in its first. */
  STORE(2),
  /**
   * Gives the 4 bytes at the address in its first operand as a signed number, without the bits that
   * are set in its second one, if any.
   */
  LOAD(3),
  /** Fails with the errno in its second operand, at the instruction named by its first. */
  FAIL(4);

  private final int code;

  Operation(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
