package io.jrunc.usernet;

import io.jrunc.network.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The addresses of a network namespace, as the files of /proc/PID/net tell them to anybody. */
public final class ProcAddresses {
  private static final int V6_FIELDS = 6;
  private static final int V6_DIGITS = 32;

  private ProcAddresses() {}

  /**
   * Those of IPv4.
   *
   * @param trie fib_trie, where the line after an address says what it is
   */
  public static List<IpAddress> v4(String trie) {
    List<IpAddress> addresses = new ArrayList<>();
    String last = "";
    for (String line : trie.split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("|-- ")) {
        last = text.substring(4);
      } else if (text.equals("/32 host LOCAL")) {
        Optional<IpAddress> address = IpAddress.parse(last);
        if (address.isPresent() && !address.get().isLoopback() && !has(addresses, address.get())) {
          addresses.add(address.get());
        }
      }
    }
    return addresses;
  }

  /**
   * Those of IPv6 that reach farther than a link.
   *
   * @param table if_inet6: address, device, length of the prefix, scope, flags, device's name
   */
  public static List<IpAddress> v6(String table) {
    List<IpAddress> addresses = new ArrayList<>();
    for (String line : table.split("\n", -1)) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length == V6_FIELDS
          && fields[0].length() == V6_DIGITS
          && fields[3].equals("00")) { // scope global
        addresses.add(IpAddress.of(bytes(fields[0])));
      }
    }
    return addresses;
  }

  private static byte[] bytes(String digits) {
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  private static boolean has(List<IpAddress> addresses, IpAddress address) {
    for (IpAddress other : addresses) {
      if (other.equals(address)) {
        return true;
      }
    }
    return false;
  }
}
