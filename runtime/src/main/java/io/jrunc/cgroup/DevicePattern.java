package io.jrunc.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * A set of devices as the devices controller names it.
 *
 * @param type {@code b} for block or {@code c} for character devices
 * @param major {@link #ANY} for every one
 * @param minor {@link #ANY} for every one
 */
record DevicePattern(char type, long major, long minor) {

  static final long ANY = -1;

  /** The {@link #narrowness} of one device. */
  static final int NARROWEST = 3;

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws CgroupException if it is something else
   */
  static DevicePattern parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon > 2 && text.charAt(1) == ' ') {
        long major = parseNumber(text.substring(2, colon));
        long minor = parseNumber(text.substring(colon + 1));
        return new DevicePattern(text.charAt(0), major, minor);
      }
    } catch (NumberFormatException e) {
      throw new CgroupException(
          DeviceRules.AT, "'" + text + "' in devices.list names no device", e);
    }
    throw new CgroupException(DeviceRules.AT, "'" + text + "' in devices.list names no device");
  }

  private static long parseNumber(String text) {
    return text.equals("*") ? ANY : Long.parseLong(text);
  }

  /** Whether every device of the other is in this one. */
  boolean covers(DevicePattern other) {
    return type == other.type
        && (major == ANY || major == other.major)
        && (minor == ANY || minor == other.minor);
  }

  /** Whether this has a device, and more of them than the other, all of whose are in this. */
  boolean isWiderThan(DevicePattern other) {
    return covers(other) && !equals(other);
  }

  /** A number that is larger for narrower patterns; where two cross, for that with the major. */
  int narrowness() {
    return (major == ANY ? 0 : 2) + (minor == ANY ? 0 : 1);
  }

  /** Written out, because those of a record cost a starting JVM milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DevicePattern pattern
        && type == pattern.type
        && major == pattern.major
        && minor == pattern.minor;
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(major) * 31 + Long.hashCode(minor)) * 31 + type;
  }

  /** As the kernel spells it: {@code c 136:*}. */
  @Override
  public String toString() {
    return type + " " + number(major) + ":" + number(minor);
  }

  /** As the kernel spells one of its numbers. */
  static String number(long value) {
    return value == ANY ? "*" : Long.toString(value);
  }
}
