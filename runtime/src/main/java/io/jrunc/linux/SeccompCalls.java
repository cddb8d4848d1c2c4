package io.jrunc.linux;

import io.jrunc.linux.abi.SeccompFlag;

/** Filters of system calls. */
public interface SeccompCalls {

  /** Whether the kernel takes a filter with these flags; asking installs nothing. */
  boolean supports(SeccompFlag... flags);
}
