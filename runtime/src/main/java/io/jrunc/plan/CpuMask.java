package io.jrunc.plan;

import java.util.BitSet;

/**
 * Processors that a program may run on.
 *
 * @param list as it was asked for: {@code 0-3,7}
 * @param pointer JSON pointer to that
 */
public record CpuMask(String list, String pointer) {

  /** The numbers of the processors. */
  public BitSet cpus() {
    return io.jrunc.bundle.CpuList.parse(list).orElseThrow();
  }
}
