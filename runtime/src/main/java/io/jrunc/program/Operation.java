package io.jrunc.program;

/** What an instruction does; the order is that of {@code enum operation} in trampoline.c. */
public enum Operation {
  /** Makes a system call. */
  SYSCALL,
  /** Gives its first operand. */
  MOVE,
  /** Writes the low 4 bytes of its second operand to the address in its first. */
  STORE,
  /** Gives the 4 bytes at the address in its first operand as a signed number. */
  LOAD,
  /** Fails with the errno in its second operand, at the instruction named by its first. */
  FAIL
}
