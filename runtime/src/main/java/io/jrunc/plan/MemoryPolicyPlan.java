package io.jrunc.plan;

import io.jrunc.linux.abi.MemoryPolicyFlag;
import io.jrunc.linux.abi.MemoryPolicyMode;
import java.util.List;

/**
 * From which NUMA nodes a program gets its memory.
 *
 * @param nodes as config.json lists them; empty for none
 * @param mask the same, a bit each, the lowest node first; empty for none
 */
public record MemoryPolicyPlan(
    MemoryPolicyMode mode, List<MemoryPolicyFlag> flags, String nodes, List<Long> mask) {

  public MemoryPolicyPlan {
    flags = List.copyOf(flags);
    mask = List.copyOf(mask);
  }
}
