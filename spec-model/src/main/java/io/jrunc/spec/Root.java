package io.jrunc.spec;

/**
 * The root file system of the container.
 *
 * @param path absolute, or relative to the bundle
 * @param readonly whether the root is read-only inside the container
 */
public record Root(String path, boolean readonly) {}
