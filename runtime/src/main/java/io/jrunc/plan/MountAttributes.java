package io.jrunc.plan;

import io.jrunc.linux.abi.MountAttr;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What mount_setattr(2) changes.
 *
 * @param set attributes of the mount itself that are switched on
 * @param cleared attributes of the mount itself that are switched off
 * @param setBelow attributes that are switched on for the mount and all below it
 * @param clearedBelow attributes that are switched off for the mount and all below it
 */
public record MountAttributes(
    Set<MountAttr> set,
    Set<MountAttr> cleared,
    Set<MountAttr> setBelow,
    Set<MountAttr> clearedBelow) {

  /** Nothing is changed. */
  public static final MountAttributes NONE =
      new MountAttributes(Set.of(), Set.of(), Set.of(), Set.of());

  public MountAttributes {
    set = copy(set);
    cleared = copy(cleared);
    setBelow = copy(setBelow);
    clearedBelow = copy(clearedBelow);
  }

  private static Set<MountAttr> copy(Set<MountAttr> attributes) {
    return attributes.isEmpty()
        ? Set.of()
        : Collections.unmodifiableSet(EnumSet.copyOf(attributes));
  }
}
