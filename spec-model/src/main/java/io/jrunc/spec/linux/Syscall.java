package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a seccomp filter.
 *
 * @param names system calls; those that are unknown are skipped
 * @param action for these calls
 * @param errnoRet errno (or trace message) of the action, unsigned 32-bit; absent means EPERM
 * @param args conditions, all of which must hold; empty holds always
 */
public record Syscall(
    List<String> names, SeccompAction action, @Nullable Long errnoRet, List<SyscallArg> args) {

  /** Copies the collections. */
  public Syscall {
    names = List.copyOf(names);
    args = List.copyOf(args);
  }
}
