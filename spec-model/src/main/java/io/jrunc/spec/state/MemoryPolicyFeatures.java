package io.jrunc.spec.state;

import java.util.List;

/**
 * What a runtime knows of NUMA memory policies.
 *
 * @param modes names of modes
 * @param flags names of flags
 */
public record MemoryPolicyFeatures(List<String> modes, List<String> flags) {

  /** Copies the collections. */
  public MemoryPolicyFeatures {
    modes = List.copyOf(modes);
    flags = List.copyOf(flags);
  }
}
