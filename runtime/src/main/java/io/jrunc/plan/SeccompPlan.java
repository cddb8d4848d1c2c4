package io.jrunc.plan;

import io.jrunc.linux.abi.SeccompFlag;
import java.util.List;

/**
 * The filter of system calls that a process gets.
 *
 * @param flags of seccomp(2); {@link SeccompFlag#SECCOMP_FILTER_FLAG_NEW_LISTENER} where some calls
 *     are to be answered by an agent
 */
public record SeccompPlan(FilterCode filter, List<SeccompFlag> flags) {

  public SeccompPlan {
    flags = List.copyOf(flags);
  }

  /** Whether an agent answers some of the calls. */
  public boolean hasListener() {
    return flags.contains(SeccompFlag.SECCOMP_FILTER_FLAG_NEW_LISTENER);
  }
}
