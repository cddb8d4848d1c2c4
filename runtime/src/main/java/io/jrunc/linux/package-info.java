/**
 * The kernel as small interfaces whose methods have the manual's names, and the values that go in
 * and out. Knows nothing of containers; the one implementation is {@code io.jrunc.linux.jna}.
 *
 * <p>Every method retries EINTR, and throws {@link io.jrunc.error.KernelException} with call,
 * object and errno unless it says otherwise. Paths are UTF-8. Every {@link io.jrunc.linux.Fd} that
 * comes out is the caller's to close.
 */
@NullMarked
package io.jrunc.linux;

import org.jspecify.annotations.NullMarked;
