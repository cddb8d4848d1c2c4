package io.jrunc.linux;

/**
 * A limit of setrlimit(2), in the resource's own unit.
 *
 * @param soft what is enforced; unsigned
 * @param hard how far the process may raise the soft one; unsigned
 */
public record ResourceLimit(long soft, long hard) {

  /** No limit. */
  public static final long INFINITY = -1;
}
