package io.jrunc.network;

import java.util.Optional;

/** Reads subnets that containers can be in. */
final class SubnetParser {
  private static final int WIDEST_V4 = 8;
  private static final int NARROWEST_V4 = 30;
  private static final int WIDEST_V6 = 64;
  private static final int NARROWEST_V6 = 112;

  private SubnetParser() {}

  /**
   * The subnet that the text means.
   *
   * @throws MalformedException when it means none, or one that can't be used
   */
  static Subnet parse(String text) throws MalformedException {
    int slash = text.indexOf('/');
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0 || address.isEmpty()) {
      throw new MalformedException("is not ADDRESS/PREFIX, such as 172.22.0.0/16");
    }
    long prefix = Decimal.parse(text.substring(slash + 1), address.get().bits());
    if (prefix < 0) {
      throw new MalformedException("has no prefix of 0 to " + address.get().bits());
    }
    boolean v6 = address.get().isV6();
    int widest = v6 ? WIDEST_V6 : WIDEST_V4;
    int narrowest = v6 ? NARROWEST_V6 : NARROWEST_V4;
    if (prefix < widest || prefix > narrowest) {
      throw new MalformedException(
          (prefix < widest ? "is too wide" : "has too few addresses")
              + ", use /"
              + widest
              + " to /"
              + narrowest);
    }
    Subnet subnet = Subnet.around(address.get(), (int) prefix);
    if (!subnet.first().equals(address.get())) {
      throw new MalformedException("has bits after its prefix, use " + subnet);
    }
    if (isReserved(subnet.first())) {
      throw new MalformedException("is reserved, and not for containers");
    }
    return subnet;
  }

  /** This machine, one link, groups: no packet of a container can come from there. */
  private static boolean isReserved(IpAddress first) {
    byte[] bytes = first.bytes();
    int leading = bytes[0] & 0xff;
    int next = bytes[1] & 0xff;
    if (first.isV6()) {
      boolean link = leading == 0xfe && (next & 0xc0) == 0x80;
      return leading == 0 || leading == 0xff || link;
    }
    boolean link = leading == 169 && next == 254;
    return leading == 0 || leading == 127 || leading >= 224 || link;
  }
}
