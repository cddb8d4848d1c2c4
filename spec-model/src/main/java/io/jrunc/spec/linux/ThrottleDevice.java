package io.jrunc.spec.linux;

/**
 * A rate for one block device.
 *
 * @param major device number
 * @param minor device number
 * @param rate a second, unsigned 64-bit; 0 is unlimited
 */
public record ThrottleDevice(long major, long minor, long rate) {}
