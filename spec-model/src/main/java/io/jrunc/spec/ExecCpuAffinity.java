package io.jrunc.spec;

import org.jspecify.annotations.Nullable;

/**
 * CPUs of an exec'd process, as lists like {@code 0-3,7}.
 *
 * @param initial before the process enters its cgroup; absent leaves the inherited ones
 * @param last after it has entered ("final" in JSON); absent leaves what the cgroup gives
 */
public record ExecCpuAffinity(@Nullable String initial, @Nullable String last) {}
