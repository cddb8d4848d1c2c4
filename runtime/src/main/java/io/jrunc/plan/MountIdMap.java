package io.jrunc.plan;

import io.jrunc.spec.IdMapping;
import java.util.List;

/**
 * How an id-mapped mount shows the owners of files; see mount_setattr(2). The kernel takes a user
 * namespace for it, of which only the maps count: an id inside is one on the file system, the id
 * outside is what the mount shows for it.
 */
public sealed interface MountIdMap {

  /** Whether the mounts below are mapped as well. */
  boolean recursive();

  /** Maps that are written for it. */
  record Ranges(List<IdMapping> uids, List<IdMapping> gids, boolean recursive)
      implements MountIdMap {
    public Ranges {
      uids = List.copyOf(uids);
      gids = List.copyOf(gids);
    }
  }

  /**
   * The maps of a user namespace that exists.
   *
   * @param path the file that stands for it
   */
  record OfNamespace(String path, boolean recursive) implements MountIdMap {}
}
