package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * How a network device appears in the container.
 *
 * @param name its name inside; absent keeps the name
 */
public record NetDevice(@Nullable String name) {}
