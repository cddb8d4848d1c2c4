package io.jrunc.plan;

import java.util.List;

/**
 * A plan, and what in it is less than config.json asks for although that is allowed.
 *
 * @param warnings a line each, with the field's place
 */
public record Planned(ContainerPlan plan, List<String> warnings) {
  /** Copies the warnings. */
  public Planned {
    warnings = List.copyOf(warnings);
  }
}
