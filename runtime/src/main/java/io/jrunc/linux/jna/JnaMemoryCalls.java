package io.jrunc.linux.jna;

import io.jrunc.linux.MemoryCalls;
import io.jrunc.linux.abi.MemoryAdvice;
import io.jrunc.linux.abi.SyscallNumber;

/** Memory, on system calls. */
record JnaMemoryCalls(Syscalls syscalls) implements MemoryCalls {
  @Override
  public void madvise(long address, long length, MemoryAdvice advice) {
    syscalls.call(
        SyscallNumber.MADVISE, Long.toHexString(address), address, length, advice.value());
  }
}
