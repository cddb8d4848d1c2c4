package io.jrunc.spec;

/**
 * A range of user or group ids that stands for a range of the parent namespace.
 *
 * <p>All three are unsigned 32-bit numbers.
 *
 * @param containerId first id inside ("containerID" in JSON)
 * @param hostId first id outside ("hostID" in JSON)
 * @param size number of ids
 */
public record IdMapping(long containerId, long hostId, long size) {}
