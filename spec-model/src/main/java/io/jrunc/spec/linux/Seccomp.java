package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter of system calls.
 *
 * @param defaultAction for calls that no rule is about
 * @param defaultErrnoRet errno (or trace message) of the default action, unsigned 32-bit; absent
 *     means EPERM
 * @param architectures besides the machine's own
 * @param flags absent leaves the flags to the runtime, empty means none
 * @param listenerPath socket that gets the notification fd
 * @param listenerMetadata text that goes with the notification fd, not interpreted
 * @param syscalls the rules
 */
public record Seccomp(
    SeccompAction defaultAction,
    @Nullable Long defaultErrnoRet,
    List<SeccompArch> architectures,
    @Nullable List<SeccompFlag> flags,
    @Nullable String listenerPath,
    @Nullable String listenerMetadata,
    List<Syscall> syscalls) {

  /** Copies the collections. */
  public Seccomp {
    architectures = List.copyOf(architectures);
    flags = flags == null ? null : List.copyOf(flags);
    syscalls = List.copyOf(syscalls);
  }
}
