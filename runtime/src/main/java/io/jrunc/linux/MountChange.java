package io.jrunc.linux;

import io.jrunc.linux.abi.MountAttr;
import io.jrunc.linux.abi.MountFlag;
import java.util.Optional;
import java.util.Set;

/**
 * What mount_setattr(2) does to a mount.
 *
 * @param propagation one of MS_SHARED, MS_SLAVE, MS_PRIVATE, MS_UNBINDABLE
 * @param recursive whether the mounts below it change as well: all or none
 * @param userNamespace whose id mappings the mount gets; sets MOUNT_ATTR_IDMAP
 */
public record MountChange(
    Set<MountAttr> set,
    Set<MountAttr> clear,
    Optional<MountFlag> propagation,
    boolean recursive,
    Optional<Fd> userNamespace) {

  /** Changes nothing yet. */
  public static final MountChange NONE =
      new MountChange(Set.of(), Set.of(), Optional.empty(), false, Optional.empty());

  public MountChange {
    set = Set.copyOf(set);
    clear = Set.copyOf(clear);
  }

  /** The same, with these attributes set and those cleared. */
  public MountChange attributes(Set<MountAttr> toSet, Set<MountAttr> toClear) {
    return new MountChange(toSet, toClear, propagation, recursive, userNamespace);
  }

  /** The same, with this propagation. */
  public MountChange propagation(MountFlag type) {
    return new MountChange(set, clear, Optional.of(type), recursive, userNamespace);
  }

  /** The same, with the id mappings of this user namespace. */
  public MountChange mapIds(Fd namespace) {
    return new MountChange(set, clear, propagation, recursive, Optional.of(namespace));
  }

  /** The same, for the mounts below as well. */
  public MountChange recursively() {
    return new MountChange(set, clear, propagation, true, userNamespace);
  }
}
