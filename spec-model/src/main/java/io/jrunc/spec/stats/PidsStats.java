package io.jrunc.spec.stats;

/**
 * Processes and threads.
 *
 * @param current number
 * @param limit 0 for none
 */
public record PidsStats(long current, long limit) {}
