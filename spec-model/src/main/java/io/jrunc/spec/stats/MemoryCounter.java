package io.jrunc.spec.stats;

/**
 * A kind of memory, in bytes.
 *
 * @param limit that holds; 0 where the kernel doesn't count this kind
 * @param usage of the moment
 * @param max the highest usage so far; 0 where the kernel doesn't tell
 * @param failcnt how often the limit was met
 */
public record MemoryCounter(long limit, long usage, long max, long failcnt) {

  /** Of a kind that isn't counted. */
  public static MemoryCounter none() {
    return new MemoryCounter(0, 0, 0, 0);
  }
}
