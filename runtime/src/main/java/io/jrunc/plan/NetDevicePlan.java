package io.jrunc.plan;

/**
 * A network device of the host that moves into the container.
 *
 * @param pointer to its entry in config.json
 * @param name outside
 * @param newName inside
 */
public record NetDevicePlan(String pointer, String name, String newName) {}
