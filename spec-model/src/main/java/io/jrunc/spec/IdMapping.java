package io.jrunc.spec;

import java.util.List;
import java.util.OptionalLong;

/**
 * A range of user or group ids that stands for a range of the parent namespace.
 *
 * <p>All three are unsigned 32-bit numbers.
 *
 * @param containerId first id inside ("containerID" in JSON)
 * @param hostId first id outside ("hostID" in JSON)
 * @param size number of ids
 */
public record IdMapping(long containerId, long hostId, long size) {

  /** The id outside that one inside stands for; empty if there is none. */
  public static OptionalLong toHost(List<IdMapping> mappings, long id) {
    for (IdMapping mapping : mappings) {
      long offset = id - mapping.containerId();
      if (offset >= 0 && offset < mapping.size()) {
        return OptionalLong.of(mapping.hostId() + offset);
      }
    }
    return OptionalLong.empty();
  }
}
