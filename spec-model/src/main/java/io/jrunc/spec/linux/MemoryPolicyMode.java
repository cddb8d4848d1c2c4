package io.jrunc.spec.linux;

import io.jrunc.spec.Word;

/** Modes of set_mempolicy(2), with the kernel's names. */
public enum MemoryPolicyMode implements Word {
  MPOL_DEFAULT,
  MPOL_BIND,
  MPOL_INTERLEAVE,
  MPOL_WEIGHTED_INTERLEAVE,
  MPOL_PREFERRED,
  MPOL_PREFERRED_MANY,
  MPOL_LOCAL;

  @Override
  public String word() {
    return name();
  }
}
