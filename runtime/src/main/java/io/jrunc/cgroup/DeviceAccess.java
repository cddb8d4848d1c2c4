package io.jrunc.cgroup;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What may be done with a device, by the letters of the devices controller. */
enum DeviceAccess {
  READ('r', 2),
  WRITE('w', 4),
  MKNOD('m', 1);

  private final char letter;
  private final int bit;

  DeviceAccess(char letter, int bit) {
    this.letter = letter;
    this.bit = bit;
  }

  /** {@code BPF_DEVCG_ACC_…} of {@code linux/bpf.h}. */
  int bit() {
    return bit;
  }

  /**
   * The set that these letters name.
   *
   * @throws CgroupException if there is none, or another letter
   */
  static Set<DeviceAccess> parse(String letters, String pointer) {
    EnumSet<DeviceAccess> found = EnumSet.noneOf(DeviceAccess.class);
    for (int i = 0; i < letters.length(); i++) {
      found.add(of(letters.charAt(i), pointer));
    }
    if (found.isEmpty()) {
      throw new CgroupException(pointer, "names none of r, w and m");
    }
    return found;
  }

  private static DeviceAccess of(char letter, String pointer) {
    for (DeviceAccess access : values()) {
      if (access.letter == letter) {
        return access;
      }
    }
    throw new CgroupException(pointer, "'" + letter + "' is none of r, w and m");
  }

  /** Their letters, in the order of the kernel. */
  static String letters(Collection<DeviceAccess> accesses) {
    StringBuilder letters = new StringBuilder();
    for (DeviceAccess access : values()) {
      if (accesses.contains(access)) {
        letters.append(access.letter);
      }
    }
    return letters.toString();
  }
}
