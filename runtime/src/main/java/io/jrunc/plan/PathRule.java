package io.jrunc.plan;

/**
 * A path inside the container that is hidden or made read-only where it exists.
 *
 * @param pointer to the entry of config.json
 */
public record PathRule(String pointer, String path) {}
