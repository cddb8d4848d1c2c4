package io.jrunc.network;

import java.util.Arrays;
import java.util.Optional;

/** An address of IPv4 or IPv6. */
public final class IpAddress implements Comparable<IpAddress> {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int GROUPS = 8;

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * From its bytes, the most significant first.
   *
   * @param bytes 4 or 16; copied
   */
  public static IpAddress of(byte... bytes) {
    if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address");
    }
    return new IpAddress(bytes.clone());
  }

  /**
   * From its text: {@code 172.22.0.2}, or {@code fd00::2} as RFC 4291 has it, without a zone. Never
   * asks for a name.
   */
  public static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
  }

  private static Optional<IpAddress> parseV4(String text) {
    byte[] bytes = new byte[V4_BYTES];
    return readV4(text, bytes, 0) ? Optional.of(new IpAddress(bytes)) : Optional.empty();
  }

  private static boolean readV4(String text, byte[] into, int at) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4_BYTES) {
      return false;
    }
    for (int i = 0; i < V4_BYTES; i++) {
      int number = number(parts[i], 10, 3);
      boolean octal =
          parts[i].length() > 1 && parts[i].charAt(0) == '0'; // for some, others decimal
      if (number < 0 || number > 255 || octal) {
        return false;
      }
      into[at + i] = (byte) number;
    }
    return true;
  }

  private static Optional<IpAddress> parseV6(String text) {
    byte[] bytes = new byte[V6_BYTES];
    int gap = text.indexOf("::");
    if (gap < 0) {
      return readGroups(text, bytes) == GROUPS
          ? Optional.of(new IpAddress(bytes))
          : Optional.empty();
    }
    byte[] tail = new byte[V6_BYTES];
    boolean v4First = text.lastIndexOf('.', gap) >= 0; // it can only be the end
    int before = v4First ? -1 : readGroups(text.substring(0, gap), bytes);
    int after = readGroups(text.substring(gap + 2), tail);
    if (before < 0 || after < 0 || before + after >= GROUPS) {
      return Optional.empty();
    }
    System.arraycopy(tail, 0, bytes, V6_BYTES - after * 2, after * 2);
    return Optional.of(new IpAddress(bytes));
  }

  /** How many groups of 16 bits there are; the last two may be written as IPv4. -1: it is wrong. */
  private static int readGroups(String text, byte[] into) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] groups = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean v4 = i == groups.length - 1 && groups[i].indexOf('.') >= 0;
      if (count + (v4 ? 2 : 1) > GROUPS) {
        return -1;
      }
      if (v4) {
        return readV4(groups[i], into, count * 2) ? count + 2 : -1;
      }
      int number = number(groups[i], 16, 4);
      if (number < 0) {
        return -1;
      }
      into[count * 2] = (byte) (number >> 8);
      into[count * 2 + 1] = (byte) number;
      count++;
    }
    return count;
  }

  private static int number(String digits, int radix, int most) {
    if (digits.isEmpty() || digits.length() > most) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  /** 4 or 16 bytes, the most significant first; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it is one of IPv6. */
  public boolean isV6() {
    return bytes.length == V6_BYTES;
  }

  /** How many bits it has: 32 or 128. */
  public int bits() {
    return bytes.length * 8;
  }

  /** Whether it stands for any address: {@code 0.0.0.0} or {@code ::}. */
  public boolean isAny() {
    for (byte part : bytes) {
      if (part != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it never leaves the machine: {@code 127.0.0.0/8} or {@code ::1}. */
  public boolean isLoopback() {
    return isV6() ? parse("::1").orElseThrow().equals(this) : bytes[0] == 127;
  }

  /**
   * The address that comes so many later.
   *
   * @param distance 0 or more
   * @throws IllegalArgumentException if there is none
   */
  public IpAddress plus(long distance) {
    byte[] sum = bytes.clone();
    long carry = distance;
    for (int i = sum.length - 1; i >= 0 && carry != 0; i--) {
      carry += sum[i] & 0xff;
      sum[i] = (byte) carry;
      carry >>= 8;
    }
    if (carry != 0) {
      throw new IllegalArgumentException(this + " + " + distance + " is no address");
    }
    return new IpAddress(sum);
  }

  @Override
  public int compareTo(IpAddress other) {
    return bytes.length == other.bytes.length
        ? Arrays.compareUnsigned(bytes, other.bytes)
        : Integer.compare(bytes.length, other.bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As RFC 5952 writes it. */
  @Override
  public String toString() {
    return isV6() ? textV6() : textV4();
  }

  private String textV4() {
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  private String textV6() {
    int begin = -1;
    int length = 1; // a single zero group is written out
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group(i + run) == 0) {
        run++;
      }
      if (run > length) {
        begin = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == begin) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int index) {
    return (bytes[index * 2] & 0xff) << 8 | (bytes[index * 2 + 1] & 0xff);
  }
}
