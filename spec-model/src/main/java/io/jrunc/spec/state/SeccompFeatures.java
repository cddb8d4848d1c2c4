package io.jrunc.spec.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime knows of seccomp.
 *
 * @param enabled whether filters are installed at all
 * @param actions names of actions
 * @param operators names of comparisons
 * @param archs names of architectures
 * @param knownFlags flags that are recognised
 * @param supportedFlags flags that work with the present kernel
 */
public record SeccompFeatures(
    @Nullable Boolean enabled,
    List<String> actions,
    List<String> operators,
    List<String> archs,
    List<String> knownFlags,
    List<String> supportedFlags) {

  /** Copies the collections. */
  public SeccompFeatures {
    actions = List.copyOf(actions);
    operators = List.copyOf(operators);
    archs = List.copyOf(archs);
    knownFlags = List.copyOf(knownFlags);
    supportedFlags = List.copyOf(supportedFlags);
  }
}
