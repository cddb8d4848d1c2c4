package io.jrunc.usernet;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Requests for tests. */
final class Requests {
  private Requests() {}

  static NetworkRequest of(Publication... publications) {
    return make(Optional.empty(), List.of(), OptionalInt.empty(), List.of(), List.of(publications));
  }

  static NetworkRequest withMtu(OptionalInt mtu) {
    return make(Optional.empty(), List.of(), mtu, List.of(), List.of());
  }

  static NetworkRequest withAddress(String address) {
    List<IpAddress> addresses = List.of(IpAddress.parse(address).orElseThrow());
    return make(Optional.empty(), addresses, OptionalInt.empty(), List.of(), List.of());
  }

  static NetworkRequest withSubnet(String subnet) {
    return make(Subnet.parse(subnet), List.of(), OptionalInt.empty(), List.of(), List.of());
  }

  static NetworkRequest withNameServer(String server) {
    List<IpAddress> servers = List.of(IpAddress.parse(server).orElseThrow());
    return make(Optional.empty(), List.of(), OptionalInt.empty(), servers, List.of());
  }

  private static NetworkRequest make(
      Optional<Subnet> subnet,
      List<IpAddress> addresses,
      OptionalInt mtu,
      List<IpAddress> nameServers,
      List<Publication> publications) {
    return new NetworkRequest(
        NetworkMode.AUTO,
        Optional.empty(),
        subnet,
        Optional.empty(),
        false,
        addresses,
        mtu,
        nameServers,
        publications);
  }
}
