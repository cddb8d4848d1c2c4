package io.jrunc.spec.state;

import org.jspecify.annotations.Nullable;

/**
 * Kinds of cgroups that a runtime can manage.
 *
 * @param v1 cgroup version 1
 * @param v2 cgroup version 2
 * @param systemd groups made by the system's systemd
 * @param systemdUser groups made by the user's systemd
 * @param rdma the rdma controller
 */
public record CgroupFeatures(
    @Nullable Boolean v1,
    @Nullable Boolean v2,
    @Nullable Boolean systemd,
    @Nullable Boolean systemdUser,
    @Nullable Boolean rdma) {}
