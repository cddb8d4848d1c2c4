package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** Flags of set_mempolicy(2), with the kernel's names. */
public enum MemoryPolicyFlag implements Word {
  MPOL_F_NUMA_BALANCING,
  MPOL_F_RELATIVE_NODES,
  MPOL_F_STATIC_NODES;

  @Override
  public String word() {
    return name();
  }
}
