package io.jrunc.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process that stays has made last, by what it was made of and by nothing else, so that it
 * need not be made again.
 *
 * @param <K> values, which nobody changes
 */
public final class Latest<K, V> {
  private static final int MOST = 8;

  private final Map<K, V> values = new LinkedHashMap<>();

  /** What was made of an equal one, and has not been forgotten. */
  synchronized Optional<V> find(K of) {
    V value = values.remove(of);
    if (value == null) {
      return Optional.empty();
    }
    values.put(of, value); // used last
    return Optional.of(value);
  }

  /** Keeps it, in place of the one that was not used for longest. */
  synchronized void keep(K of, V value) {
    values.put(of, value);
    if (values.size() > MOST) {
      values.remove(values.keySet().iterator().next());
    }
  }
}
