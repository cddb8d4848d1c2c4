package io.jrunc.stats;

import java.nio.file.Path;
import java.util.List;

/**
 * The group of a container in one hierarchy.
 *
 * @param version of cgroups, 1 or 2
 * @param controllers of the hierarchy
 */
public record Group(int version, List<String> controllers, Path directory) {

  /** Copies the collection. */
  public Group {
    controllers = List.copyOf(controllers);
  }
}
