package io.jrunc.spec.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a runtime can do, as {@code features} prints it, whatever the host at hand allows.
 *
 * <p>An empty list and an absent flag say that nothing is known, not that there is no support.
 *
 * @param ociVersionMin lowest version of the specification that is recognised
 * @param ociVersionMax highest version of the specification that is recognised
 * @param hooks kinds of hooks
 * @param mountOptions mount options, without those that only a file system knows
 * @param linux what only Linux has
 * @param annotations facts of the implementation, such as its version
 * @param potentiallyUnsafeConfigAnnotations annotations of a config that change what the runtime
 *     does; those that end in a dot are prefixes
 */
public record Features(
    String ociVersionMin,
    String ociVersionMax,
    List<String> hooks,
    List<String> mountOptions,
    LinuxFeatures linux,
    Map<String, String> annotations,
    List<String> potentiallyUnsafeConfigAnnotations) {

  /** Copies the collections. */
  public Features {
    hooks = List.copyOf(hooks);
    mountOptions = List.copyOf(mountOptions);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    potentiallyUnsafeConfigAnnotations = List.copyOf(potentiallyUnsafeConfigAnnotations);
  }
}
