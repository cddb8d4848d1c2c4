package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * A node to make in the container.
 *
 * @param type which kind of node
 * @param path absolute path inside the container
 * @param major device number; 0 for a fifo
 * @param minor device number; 0 for a fifo
 * @param fileMode permission bits, and with some clients also those of the file type; absent leaves
 *     it to the runtime
 * @param uid owner, unsigned 32-bit; absent leaves it to the runtime
 * @param gid group, unsigned 32-bit; absent leaves it to the runtime
 */
public record Device(
    DeviceType type,
    String path,
    long major,
    long minor,
    @Nullable Long fileMode,
    @Nullable Long uid,
    @Nullable Long gid) {}
