package io.jrunc.spec;

/**
 * One limit of setrlimit(2).
 *
 * <p>Both numbers are unsigned 64-bit: -1 is the kernel's {@code RLIM_INFINITY}.
 *
 * @param type the name in getrlimit(2), such as {@code RLIMIT_NOFILE}
 * @param hard ceiling of the soft limit
 * @param soft what the kernel enforces
 */
public record Rlimit(String type, long hard, long soft) {}
