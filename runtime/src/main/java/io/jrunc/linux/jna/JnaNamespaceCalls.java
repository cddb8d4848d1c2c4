package io.jrunc.linux.jna;

import io.jrunc.error.OperationException;
import io.jrunc.linux.Fd;
import io.jrunc.linux.NamespaceCalls;
import io.jrunc.linux.abi.CloneFlag;
import io.jrunc.linux.abi.Flags;
import io.jrunc.linux.abi.IoctlRequest;
import io.jrunc.linux.abi.SyscallNumber;

/** Namespaces, on system calls. */
final class JnaNamespaceCalls implements NamespaceCalls {

  private final Syscalls syscalls;

  JnaNamespaceCalls(Syscalls syscalls) {
    this.syscalls = syscalls;
  }

  @Override
  public Fd nsGetUserns(Fd namespace) {
    return syscalls.open(
        SyscallNumber.IOCTL,
        "user namespace of " + namespace,
        namespace.number(),
        IoctlRequest.NS_GET_USERNS.value());
  }

  @Override
  public CloneFlag nsGetNstype(Fd namespace) {
    long type =
        syscalls.call(
            SyscallNumber.IOCTL,
            "type of " + namespace,
            namespace.number(),
            IoctlRequest.NS_GET_NSTYPE.value());
    for (CloneFlag flag : CloneFlag.values()) {
      if (flag.value() == type) {
        return flag;
      }
    }
    throw new OperationException(
        "ioctl", namespace.toString(), "unknown kind of namespace: 0x" + Long.toHexString(type));
  }

  @Override
  public void setns(Fd namespace, CloneFlag type) {
    syscalls.call(SyscallNumber.SETNS, namespace.toString(), namespace.number(), type.value());
  }

  @Override
  public void unshare(CloneFlag... types) {
    long bits = Flags.bits(types);
    String names = Flags.names(CloneFlag.values(), syscalls.architecture(), bits);
    syscalls.call(SyscallNumber.UNSHARE, names, bits);
  }
}
