package io.jrunc.spec.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NUMA memory policy of the program, for set_mempolicy(2).
 *
 * @param mode where pages come from
 * @param nodes list of nodes such as {@code 0-3,7}
 * @param flags modify the mode
 */
public record MemoryPolicy(
    MemoryPolicyMode mode, @Nullable String nodes, List<MemoryPolicyFlag> flags) {

  /** Copies the collections. */
  public MemoryPolicy {
    flags = List.copyOf(flags);
  }
}
