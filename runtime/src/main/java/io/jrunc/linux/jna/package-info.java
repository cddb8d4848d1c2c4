/**
 * {@code io.jrunc.linux} on JNA, its only user. Everything is one C function, {@code syscall}, and
 * those of posix_spawn; buffers are direct ByteBuffers, because a {@code com.sun.jna.Memory} starts
 * a thread.
 */
@NullMarked
package io.jrunc.linux.jna;

import org.jspecify.annotations.NullMarked;
