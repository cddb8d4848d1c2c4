package io.jrunc.launch;

import io.jrunc.linux.Fd;
import io.jrunc.program.Slots.Slot;

/** Opens those slots of a program whose content only the caller of the launcher knows. */
@FunctionalInterface
public interface SlotSource {

  /**
   * Opens the file of a slot; the launcher closes it.
   *
   * @throws IllegalArgumentException for a slot that isn't of this source
   */
  Fd open(Slot slot);
}
