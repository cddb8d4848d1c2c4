package io.jrunc.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container asks of the network.
 *
 * @param mode never absent: {@link NetworkMode#NONE} leaves everything to the network namespaces of
 *     config.json
 * @param container whose network it shares; present for {@link NetworkMode#CONTAINER} alone
 * @param subnet that its IPv4 address is of; empty for {@link #SUBNET}
 * @param subnet6 that its IPv6 address is of; empty for none, unless {@code ipv6} asks for one
 * @param ipv6 whether it gets an IPv6 address as well
 * @param addresses that it must get: none, one of IPv4, one of IPv6, or both
 * @param mtu largest packet in bytes; empty for that of the host's way out
 * @param nameServers for its /etc/resolv.conf; empty for the host's own
 * @param publications ports of the host that lead to it; none of them overlap
 */
public record NetworkRequest(
    NetworkMode mode,
    Optional<String> container,
    Optional<Subnet> subnet,
    Optional<Subnet> subnet6,
    boolean ipv6,
    List<IpAddress> addresses,
    OptionalInt mtu,
    List<IpAddress> nameServers,
    List<Publication> publications) {
  /** Where addresses come from unless a subnet is asked for. */
  public static final Subnet SUBNET = Subnet.parse("172.22.0.0/16").orElseThrow();

  /** Copies the lists. */
  public NetworkRequest {
    addresses = List.copyOf(addresses);
    nameServers = List.copyOf(nameServers);
    publications = List.copyOf(publications);
  }

  /** The same in another mode, which has all that is asked for. */
  public NetworkRequest in(NetworkMode other) {
    return new NetworkRequest(
        other, container, subnet, subnet6, ipv6, addresses, mtu, nameServers, publications);
  }
}
