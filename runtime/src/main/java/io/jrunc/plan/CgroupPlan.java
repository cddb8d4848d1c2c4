package io.jrunc.plan;

import io.jrunc.spec.linux.Resources;

/**
 * The container's cgroup.
 *
 * @param path from the root of each hierarchy: {@code /jrunc/web1}
 * @param resources the limits, as in config.json
 */
public record CgroupPlan(String path, Resources resources) {}
