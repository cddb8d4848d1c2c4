package io.jrunc.spec.linux;

/**
 * Limit of huge pages of one size.
 *
 * @param pageSize as the kernel writes it, such as {@code 2MB}
 * @param limit bytes, unsigned 64-bit
 */
public record HugepageLimit(String pageSize, long limit) {}
