package io.jrunc.box;

import io.jrunc.spec.ConsoleSize;
import io.jrunc.spec.IdMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the host has to offer to a box.
 *
 * @param uidMappings of the box's user namespace; empty where the caller needs none, being root
 * @param gidMappings the same for groups
 * @param shared the host's files and folders that a box without a root file system of its own sees,
 *     in order
 * @param names those of the host's files that say which machines there are, and whom to ask
 * @param init absolute path of the program that is process 1 of a box
 * @param shell absolute path in the box
 * @param environment the caller's
 * @param terminal first size of the box's terminal, 0 by 0 where it isn't known; empty where the
 *     box is to have none
 */
public record BoxHost(
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    List<String> shared,
    List<String> names,
    String init,
    String shell,
    Map<String, String> environment,
    Optional<ConsoleSize> terminal) {

  /** Copies the collections. */
  public BoxHost {
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
    shared = List.copyOf(shared);
    names = List.copyOf(names);
    environment = Map.copyOf(environment);
  }

  /** Whether the box is in a user namespace of its own. */
  boolean separatesUsers() {
    return !uidMappings.isEmpty();
  }

  /** Whether the box knows a user id. */
  static boolean isMapped(List<IdMapping> mappings, long id) {
    for (IdMapping mapping : mappings) {
      if (id >= mapping.containerId() && id < mapping.containerId() + mapping.size()) {
        return true;
      }
    }
    return mappings.isEmpty();
  }
}
