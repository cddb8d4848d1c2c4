package io.jrunc.linux.abi;

import java.util.Optional;

/** Modes of set_mempolicy(2), from {@code linux/mempolicy.h}. */
public enum MemoryPolicyMode implements PortableConstant {
  MPOL_DEFAULT(0),
  MPOL_PREFERRED(1),
  MPOL_BIND(2),
  MPOL_INTERLEAVE(3),
  MPOL_LOCAL(4),
  MPOL_PREFERRED_MANY(5),
  MPOL_WEIGHTED_INTERLEAVE(6);

  private final long value;

  MemoryPolicyMode(long value) {
    this.value = value;
  }

  @Override
  public long value() {
    return value;
  }

  /** The one with this name, such as {@code MPOL_BIND}, exactly so; empty if there is none. */
  public static Optional<MemoryPolicyMode> named(String name) {
    for (MemoryPolicyMode candidate : values()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
