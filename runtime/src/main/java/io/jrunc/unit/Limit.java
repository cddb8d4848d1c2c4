package io.jrunc.unit;

/**
 * A value that a file of the container's cgroup gets.
 *
 * @param file such as {@code memory.max}
 * @param value such as {@code 1048576} or {@code max}
 */
public record Limit(String file, String value) {}
