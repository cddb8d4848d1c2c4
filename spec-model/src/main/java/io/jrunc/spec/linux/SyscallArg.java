package io.jrunc.spec.linux;

/**
 * A condition on one argument of a system call; values are unsigned 64-bit.
 *
 * @param index 0 to 5
 * @param value to compare with; the mask for a masked comparison
 * @param valueTwo what the masked argument must equal, else unused; 0 when absent
 * @param op how to compare
 */
public record SyscallArg(int index, long value, long valueTwo, SeccompOperator op) {}
