package io.jrunc.state;

/**
 * A unit of systemd.
 *
 * @param manager who manages it: {@code system}, or {@code user} for the instance of an ordinary
 *     user
 * @param name with its kind: {@code jrunc-web1.scope}
 */
public record ServiceUnit(String manager, String name) {}
