package io.jrunc.spec.linux;

/**
 * What a time namespace adds to a clock; the two parts are summed.
 *
 * @param secs seconds, may be negative
 * @param nanosecs unsigned 32-bit nanoseconds
 */
public record TimeOffset(long secs, long nanosecs) {}
