package io.jrunc.linux;

import io.jrunc.linux.abi.Errno;
import java.util.List;
import java.util.Optional;

/** A filter that libseccomp is making; it holds memory of the library's until it is closed. */
public interface SeccompFilter extends AutoCloseable {

  /**
   * Makes the filter good for one more architecture.
   *
   * @return why it can't: EDOM for one of another byte order
   */
  Optional<Errno> addArchitecture(int token);

  /** Arranges the calls as a tree, which is worth it for more than a few dozen. */
  void optimize();

  /**
   * Adds a rule.
   *
   * @param action as in {@code seccomp.h}
   * @param all comparisons that must hold, of different arguments
   * @return why it can't: EEXIST for one that contradicts an earlier one
   */
  Optional<Errno> addRule(int action, int syscall, List<SeccompComparison> all);

  /** The filter as classic BPF: an array of {@code struct sock_filter}. */
  byte[] export();

  @Override
  void close();
}
