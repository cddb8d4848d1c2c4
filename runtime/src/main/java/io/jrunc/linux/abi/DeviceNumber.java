package io.jrunc.linux.abi;

/**
 * The number of a device node, as {@code major:minor}.
 *
 * @param major at most 12 bits, as the kernel has it
 * @param minor at most 20 bits, as the kernel has it
 */
public record DeviceNumber(int major, int minor) {

  /** The largest major number that the kernel's 32-bit device numbers hold. */
  public static final int LARGEST_MAJOR = 0xfff;

  /** The largest minor number that the kernel's 32-bit device numbers hold. */
  public static final int LARGEST_MINOR = 0xfffff;

  public DeviceNumber {
    if (major < 0 || major > LARGEST_MAJOR || minor < 0 || minor > LARGEST_MINOR) {
      throw new IllegalArgumentException("device number out of range: " + major + ":" + minor);
    }
  }

  /** The device number that an argument of mknodat(2) means. */
  public static DeviceNumber of(long dev) {
    return new DeviceNumber(
        (int) (dev >>> 8) & 0xfff, (int) ((dev & 0xff) | ((dev >>> 12) & 0xfff00)));
  }

  /** The argument for mknodat(2): 32 bits, with the minor number around the major one. */
  public long dev() {
    return (minor & 0xff) | ((long) major << 8) | ((minor & 0xfff00L) << 12);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
