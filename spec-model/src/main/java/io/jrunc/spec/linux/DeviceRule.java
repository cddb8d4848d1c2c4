package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * One rule of the device cgroup.
 *
 * @param allow false denies
 * @param type all when absent
 * @param major absent (or -1) matches every one
 * @param minor absent (or -1) matches every one
 * @param access letters of r (read), w (write), m (mknod); absent means none is named
 */
public record DeviceRule(
    boolean allow,
    DeviceRuleType type,
    @Nullable Long major,
    @Nullable Long minor,
    @Nullable String access) {}
