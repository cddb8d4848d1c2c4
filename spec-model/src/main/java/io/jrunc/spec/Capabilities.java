package io.jrunc.spec;

import java.util.List;

/**
 * The five capability sets, each a list of names such as {@code CAP_KILL}.
 *
 * <p>A name that is unknown or cannot be granted is worth a warning, no error.
 *
 * @param bounding empty clears the bounding set
 * @param effective empty clears the effective set
 * @param inheritable empty clears the inheritable set
 * @param permitted empty clears the permitted set
 * @param ambient empty clears the ambient set
 */
public record Capabilities(
    List<String> bounding,
    List<String> effective,
    List<String> inheritable,
    List<String> permitted,
    List<String> ambient) {

  /** Copies the collections. */
  public Capabilities {
    bounding = List.copyOf(bounding);
    effective = List.copyOf(effective);
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    ambient = List.copyOf(ambient);
  }
}
