package io.jrunc.linux;

import io.jrunc.linux.abi.MemoryAdvice;

/** Memory of this process. */
public interface MemoryCalls {

  /**
   * Says what will become of an area of memory.
   *
   * @param address a page's
   * @param length in bytes
   */
  void madvise(long address, long length, MemoryAdvice advice);
}
