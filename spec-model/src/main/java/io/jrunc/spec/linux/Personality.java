package io.jrunc.spec.linux;

import java.util.List;

/**
 * Execution domain of the program.
 *
 * @param domain what uname(2) and the loader make of the machine
 * @param flags none is defined yet
 */
public record Personality(PersonalityDomain domain, List<String> flags) {

  /** Copies the collections. */
  public Personality {
    flags = List.copyOf(flags);
  }
}
