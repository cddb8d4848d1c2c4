package io.jrunc.network;

import java.util.Optional;

/** Reads {@code [IP:]HOST:CONTAINER[/tcp|udp]}, where each port can be a range of as many. */
final class PublicationParser {
  private static final int LAST_PORT = 65_535;
  private static final String FORM = "is not [IP:]HOST:CONTAINER[/tcp|udp]";

  private PublicationParser() {}

  /** The ports from one to another. */
  private record Range(int first, int last) {
    int count() {
      return last - first + 1;
    }
  }

  /**
   * The ports that the text means. {@code 0.0.0.0} and {@code [::]} are all addresses of the host,
   * as is none.
   *
   * @throws MalformedException when it means none
   */
  static Publication parse(String text) throws MalformedException {
    int slash = text.lastIndexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    int second = ports.lastIndexOf(':');
    if (second < 0) {
      throw new MalformedException(FORM);
    }
    int first = ports.lastIndexOf(':', second - 1);
    Range host = range(ports.substring(first + 1, second));
    Range container = range(ports.substring(second + 1));
    Optional<IpAddress> address = first < 0 ? Optional.empty() : address(ports.substring(0, first));
    if (host.count() != container.count()) {
      throw new MalformedException(
          "has " + count(host) + " of the host, but " + count(container) + " of the container");
    }
    Protocol protocol = slash < 0 ? Protocol.TCP : protocol(text.substring(slash + 1));
    return new Publication(address, host.first(), container.first(), host.count(), protocol);
  }

  private static String count(Range range) {
    return range.count() + (range.count() == 1 ? " port" : " ports");
  }

  private static Range range(String text) throws MalformedException {
    int dash = text.indexOf('-');
    int first = port(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : port(text.substring(dash + 1));
    if (last < first) {
      throw new MalformedException("has a range that ends before it begins");
    }
    return new Range(first, last);
  }

  private static int port(String digits) throws MalformedException {
    long port = Decimal.parse(digits, LAST_PORT);
    if (port == Decimal.NONE) {
      throw new MalformedException(FORM);
    }
    if (port == 0 || port == Decimal.TOO_LARGE) {
      throw new MalformedException("has a port that isn't in 1 to " + LAST_PORT);
    }
    return (int) port;
  }

  private static Optional<IpAddress> address(String text) throws MalformedException {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    Optional<IpAddress> address =
        IpAddress.parse(brackets ? text.substring(1, text.length() - 1) : text);
    if (address.isEmpty()) {
      throw new MalformedException(FORM + ": what stands before the ports is no address");
    }
    if (address.get().isV6() != brackets) {
      throw new MalformedException(FORM + ": an IPv6 address stands in brackets, no other does");
    }
    return address.get().isAny() ? Optional.empty() : address;
  }

  private static Protocol protocol(String word) throws MalformedException {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.word().equals(word)) {
        return protocol;
      }
    }
    throw new MalformedException("has a protocol that is neither tcp nor udp");
  }
}
