package io.jrunc.linux.jna;

import io.jrunc.linux.SeccompCalls;
import io.jrunc.linux.abi.Errno;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.SeccompFlag;
import io.jrunc.linux.abi.SeccompOperation;
import io.jrunc.linux.abi.SyscallNumber;

/** Filters of system calls, on system calls. */
final class JnaSeccompCalls implements SeccompCalls {

  private final Syscalls syscalls;

  JnaSeccompCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  /** The kernel looks at the flags before it looks for the filter, which is at no address. */
  @Override
  public boolean supports(SeccompFlag... flags) {
    long result =
        syscalls.tryCall(
            SyscallNumber.SECCOMP,
            SeccompOperation.SECCOMP_SET_MODE_FILTER.value(),
            Flags.bits(flags),
            0);
    return result == -Errno.EFAULT.number();
  }
}
