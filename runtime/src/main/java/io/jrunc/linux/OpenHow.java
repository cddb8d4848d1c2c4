package io.jrunc.linux;

import io.jrunc.linux.abi.OpenFlag;
import io.jrunc.linux.abi.ResolveFlag;
import java.util.Set;

/**
 * How openat2(2) opens a file; close-on-exec is always added.
 *
 * @param mode permission bits of a file that is made; the kernel refuses any other than 0 if none
 *     can be made
 */
public record OpenHow(Set<OpenFlag> flags, int mode, Set<ResolveFlag> resolve) {

  public OpenHow {
    flags = Set.copyOf(flags);
    resolve = Set.copyOf(resolve);
  }
}
