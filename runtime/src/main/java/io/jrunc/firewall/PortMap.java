package io.jrunc.firewall;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Protocol;
import io.jrunc.network.Publication;
import java.util.List;

/**
 * A map from ports of the host to addresses and ports of containers. Ports of a range that have
 * other numbers in the container need an element each, since netfilter can't add; all others of a
 * range are one element.
 *
 * @param v6 of IPv6, or else of IPv4
 * @param ranges whether its elements are ranges, whose ports stay what they are
 * @param oneAddress whether its elements hold for one address of the host each, or else for all
 */
record PortMap(Protocol protocol, boolean v6, boolean ranges, boolean oneAddress) {

  /** All kinds of a protocol. */
  static List<PortMap> kinds(Protocol protocol) {
    return List.of(
        new PortMap(protocol, false, false, true),
        new PortMap(protocol, false, true, true),
        new PortMap(protocol, true, false, true),
        new PortMap(protocol, true, true, true),
        new PortMap(protocol, false, false, false),
        new PortMap(protocol, false, true, false),
        new PortMap(protocol, true, false, false),
        new PortMap(protocol, true, true, false));
  }

  private String name() {
    return protocol.word()
        + (v6 ? "6" : "4")
        + (ranges ? "_range" : "")
        + (oneAddress ? "_at" : "");
  }

  /** The map itself. */
  String definition(String elements) {
    String address = v6 ? "ipv6_addr" : "ipv4_addr";
    String key = oneAddress ? address + " . inet_service" : "inet_service";
    String value = ranges ? address : address + " . inet_service";
    String flags = ranges ? "    flags interval\n" : "";
    return "  map "
        + name()
        + " {\n    type "
        + key
        + " : "
        + value
        + "\n"
        + flags
        + "    elements = { "
        + elements
        + " }\n  }\n";
  }

  /** The rule that sends packets where the map says. */
  String rule() {
    String family = v6 ? "ip6" : "ip";
    String port = protocol.word() + " dport";
    String key = oneAddress ? family + " daddr . " + port : port;
    return "dnat " + family + " to " + key + " map @" + name();
  }

  /** Its elements, with commas between them. */
  String elements(List<PortForward> forwards) {
    StringBuilder elements = new StringBuilder();
    for (PortForward forward : forwards) {
      Publication publication = forward.publication();
      boolean here =
          publication.protocol() == protocol
              && forward.concerns(v6)
              && forward.isPlainRange() == ranges
              && forward.isForOneAddress() == oneAddress;
      if (here) {
        for (IpAddress container : forward.container()) {
          if (container.isV6() == v6) {
            put(elements, publication, container);
          }
        }
      }
    }
    return elements.toString();
  }

  private void put(StringBuilder elements, Publication publication, IpAddress container) {
    String before = oneAddress ? publication.hostAddress().orElseThrow() + " . " : "";
    if (ranges) {
      begin(elements).append(before).append(publication.hostPort()).append('-');
      elements.append(publication.lastHostPort()).append(" : ").append(container);
      return;
    }
    for (int i = 0; i < publication.count(); i++) {
      begin(elements).append(before).append(publication.hostPort() + i).append(" : ");
      elements.append(container).append(" . ").append(publication.containerPort() + i);
    }
  }

  private static StringBuilder begin(StringBuilder elements) {
    return elements.isEmpty() ? elements : elements.append(", ");
  }
}
