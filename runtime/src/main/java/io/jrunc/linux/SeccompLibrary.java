package io.jrunc.linux;

import java.util.OptionalInt;

/**
 * libseccomp 2.5 or newer, which makes filters of system calls. The first call loads it, and throws
 * an {@link io.jrunc.error.OperationException} where it isn't installed.
 */
public interface SeccompLibrary {

  /** Its version: {@code 2.5.4}. */
  String version();

  /** The token of this machine's own architecture. */
  int nativeArchitecture();

  /** The token of an architecture by the library's name for it, {@code x86_64}; empty: unknown. */
  OptionalInt architecture(String name);

  /**
   * The number of a system call for {@link SeccompFilter#addRule}; a negative one stands for a call
   * that only other architectures have. Empty: unknown.
   */
  OptionalInt syscall(String name);

  /** The number of a system call on an architecture, by its token; empty: it has none. */
  OptionalInt syscall(int architecture, String name);

  /**
   * Begins a filter for this machine's own architecture.
   *
   * @param defaultAction as in {@code seccomp.h}
   */
  SeccompFilter begin(int defaultAction);
}
