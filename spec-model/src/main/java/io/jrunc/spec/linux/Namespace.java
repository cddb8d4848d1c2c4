package io.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * A namespace to create, or an existing one to join.
 *
 * @param type which kind
 * @param path absolute path of the one to join, in the mount namespace of the runtime; absent
 *     creates one
 */
public record Namespace(NamespaceType type, @Nullable String path) {}
