package io.jrunc.linux.abi;

import java.util.Optional;

/** Flags that are or-ed to the mode of set_mempolicy(2). */
public enum MemoryPolicyFlag implements PortableConstant {
  MPOL_F_STATIC_NODES(0x8000),
  MPOL_F_RELATIVE_NODES(0x4000),
  MPOL_F_NUMA_BALANCING(0x2000);

  private final long value;

  MemoryPolicyFlag(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /**
   * The one with this name, such as {@code MPOL_F_STATIC_NODES}, exactly so; empty if there is
   * none.
   */
  public static Optional<MemoryPolicyFlag> named(String name) {
    for (MemoryPolicyFlag candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
