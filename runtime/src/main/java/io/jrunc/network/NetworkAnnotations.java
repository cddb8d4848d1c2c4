package io.jrunc.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The annotations of config.json that ask for a network, and those that tell what came of it. */
public final class NetworkAnnotations {
  /** What all of them begin with. */
  public static final String PREFIX = "io.jrunc.net.";

  /**
   * Where the network comes from, a {@link NetworkMode#word}; {@code container:ID} for another's.
   */
  public static final String MODE = PREFIX + "mode";

  /** Its addresses: one of IPv4, one of IPv6, or both with a comma between them. */
  public static final String IP = PREFIX + "ip";

  /** Where addresses come from: a subnet of IPv4, one of IPv6, or both. */
  public static final String SUBNET = PREFIX + "subnet";

  /** Whether it gets an address of IPv6 as well: {@code true} or {@code false}. */
  public static final String IPV6 = PREFIX + "ipv6";

  /** Its largest packet in bytes. */
  public static final String MTU = PREFIX + "mtu";

  /** Addresses of name servers, with commas between them. */
  public static final String DNS = PREFIX + "dns";

  /** Ports of the host that lead to it, {@code [IP:]HOST:CONTAINER[/tcp|udp]}, with commas. */
  public static final String PUBLISH = PREFIX + "publish";

  /** Told of a container that has them: its addresses, with commas between them. */
  public static final String ADDRESSES = PREFIX + "addresses";

  /** Told of a container that has them: its published ports, {@code 0.0.0.0:8080->80/tcp}. */
  public static final String PORTS = PREFIX + "ports";

  /** Those that ask for something. */
  static final List<String> ASKING = List.of(MODE, IP, SUBNET, IPV6, MTU, DNS, PUBLISH);

  private NetworkAnnotations() {}

  /** What they ask for, or what is wrong with them. What is only told is not looked at. */
  public static NetworkReading read(Map<String, String> annotations) {
    return new NetworkReader(annotations).read();
  }

  /** The annotations that ask for this, in a fixed order. */
  public static Map<String, String> write(NetworkRequest request) {
    Map<String, String> annotations = new LinkedHashMap<>();
    String mode = request.mode().word();
    annotations.put(
        MODE, request.container().isPresent() ? mode + ":" + request.container().get() : mode);
    put(IP, joined(request.addresses()), annotations);
    String subnet = request.subnet().isPresent() ? request.subnet().get().toString() : "";
    String subnet6 = request.subnet6().isPresent() ? request.subnet6().get().toString() : "";
    put(SUBNET, subnet + (subnet.isEmpty() || subnet6.isEmpty() ? "" : ",") + subnet6, annotations);
    put(IPV6, request.ipv6() ? "true" : "", annotations);
    put(MTU, request.mtu().isPresent() ? "" + request.mtu().getAsInt() : "", annotations);
    put(DNS, joined(request.nameServers()), annotations);
    put(PUBLISH, joined(request.publications()), annotations);
    return annotations;
  }

  private static void put(String name, String value, Map<String, String> annotations) {
    if (!value.isEmpty()) {
      annotations.put(name, value);
    }
  }

  private static String joined(List<?> values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      text.append(text.isEmpty() ? "" : ",").append(value);
    }
    return text.toString();
  }
}
