package io.jrunc.network;

import java.util.Optional;

/**
 * A range of addresses: {@code 172.22.0.0/16}.
 *
 * @param first whose bits after the prefix are 0
 * @param prefix how many leading bits all its addresses share
 */
public record Subnet(IpAddress first, int prefix) {

  /** Checks the bits. */
  public Subnet {
    if (prefix < 0 || prefix > first.bits() || !masked(first, prefix).equals(first)) {
      throw new IllegalArgumentException(first + "/" + prefix + " is no subnet");
    }
  }

  /** From its text; empty if it is none, or if bits after the prefix are set. */
  public static Optional<Subnet> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    Optional<IpAddress> address = IpAddress.parse(text.substring(0, slash));
    int prefix = prefix(text.substring(slash + 1));
    boolean valid =
        address.isPresent()
            && prefix >= 0
            && prefix <= address.get().bits()
            && masked(address.get(), prefix).equals(address.get());
    return valid ? Optional.of(new Subnet(address.get(), prefix)) : Optional.empty();
  }

  private static int prefix(String digits) {
    return digits.length() > 3 ? -1 : (int) Decimal.parse(digits, 999);
  }

  /** The subnet of this length that an address is in. */
  public static Subnet around(IpAddress address, int prefix) {
    return new Subnet(masked(address, prefix), prefix);
  }

  private static IpAddress masked(IpAddress address, int prefix) {
    byte[] bytes = address.bytes();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(8, prefix - i * 8));
      bytes[i] &= (byte) (0xff << (8 - kept));
    }
    return IpAddress.of(bytes);
  }

  /** Whether the address is one of its own. */
  public boolean contains(IpAddress address) {
    return address.isV6() == first.isV6() && masked(address, prefix).equals(first);
  }

  /** Whether they have an address in common. */
  public boolean overlaps(Subnet other) {
    return prefix <= other.prefix ? contains(other.first) : other.contains(first);
  }

  /** The host's own address in it, which is the first after that of the subnet. */
  public IpAddress gateway() {
    return first.plus(1);
  }

  /** The last address, in IPv4 that for all: {@code 172.22.255.255}. */
  public IpAddress last() {
    byte[] bytes = first.bytes();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(8, prefix - i * 8));
      bytes[i] |= (byte) (0xff >>> kept);
    }
    return IpAddress.of(bytes);
  }

  /** By hand, as {@link #hashCode}: what Java makes for records takes 20 ms to begin with. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Subnet subnet && prefix == subnet.prefix && first.equals(subnet.first);
  }

  @Override
  public int hashCode() {
    return first.hashCode() * 31 + prefix;
  }

  @Override
  public String toString() {
    return first + "/" + prefix;
  }
}
