package io.jrunc.spec.stats;

/**
 * Huge pages of one size, in bytes.
 *
 * @param usage of the moment: reserved, where the kernel counts reservations, else mapped
 * @param max the highest usage so far; 0 in version 2, which doesn't tell
 * @param failcnt how often the limit was met
 */
public record HugetlbStats(long usage, long max, long failcnt) {}
