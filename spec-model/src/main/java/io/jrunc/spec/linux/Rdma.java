package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * Limits for one RDMA device, unsigned 32-bit; absent is left as it is.
 *
 * @param hcaHandles number of handles
 * @param hcaObjects number of objects
 */
public record Rdma(@Nullable Long hcaHandles, @Nullable Long hcaObjects) {}
