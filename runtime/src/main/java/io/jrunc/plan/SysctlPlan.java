package io.jrunc.plan;

/**
 * A kernel parameter of the container's namespaces.
 *
 * @param pointer to the entry of config.json
 * @param path below /proc/sys: {@code net/ipv4/ip_forward}
 */
public record SysctlPlan(String pointer, String path, String value) {}
