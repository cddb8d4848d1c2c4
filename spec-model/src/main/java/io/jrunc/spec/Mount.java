package io.jrunc.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code mounts}.
 *
 * @param destination path inside the container; a relative one is meant from {@code /}
 * @param type file system type; absent or ignored for a bind mount
 * @param source device, name, or for a bind mount a path (relative to the bundle)
 * @param options as in fstab, a later one wins; those that are no flags go to the file system
 * @param uidMappings user ids of an id-mapped mount; empty when it has none of its own
 * @param gidMappings group ids of an id-mapped mount; empty when it has none of its own
 */
public record Mount(
    String destination,
    @Nullable String type,
    @Nullable String source,
    List<String> options,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings) {

  /** Copies the collections. */
  public Mount {
    options = List.copyOf(options);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
  }
}
