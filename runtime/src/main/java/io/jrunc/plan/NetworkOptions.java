package io.jrunc.plan;

/**
 * Where the files are by which a container that asks for a network finds names.
 *
 * @param folder absolute path of the host's folder with the {@link NetworkFile}s
 * @param shared whether they are another container's, as its network is
 */
public record NetworkOptions(String folder, boolean shared) {}
