package io.jrunc.engine;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.network.Publication;
import io.jrunc.network.Subnet;
import io.jrunc.plan.NetDevicePlan;
import io.jrunc.plan.NetworkPlan;
import java.util.Optional;

/**
 * Shows what the host would do for a container's network, as far as it is known before: addresses
 * that nobody asks for by number, and the number of the bridge, are found when it is done.
 */
final class NetworkListing {
  private final StringBuilder text = new StringBuilder();

  /** Headings above one line for each thing, with the field that asks for it. */
  String text(NetworkPlan plan) {
    if (plan.request().isPresent()) {
      add(plan.request().get());
    }
    for (NetDevicePlan device : plan.devices()) {
      text.append("\n# network device ").append(device.name()).append(", by the host, becomes ");
      text.append(device.newName()).append(" of the container  [");
      text.append(device.pointer()).append("]\n");
    }
    return text.toString();
  }

  private void add(NetworkRequest request) {
    text.append("\n# network, by the host, before mounts: ").append(title(request.mode()));
    text.append("  [/annotations/").append(NetworkAnnotations.MODE).append("]\n");
    if (request.mode() == NetworkMode.VETH) {
      addVeth(request);
    }
    if (request.mtu().isPresent()) {
      line("mtu " + request.mtu().getAsInt(), NetworkAnnotations.MTU);
    }
    for (IpAddress server : request.nameServers()) {
      line("name server " + server, NetworkAnnotations.DNS);
    }
    for (Publication publication : request.publications()) {
      line("publish " + publication.arrow(), NetworkAnnotations.PUBLISH);
    }
  }

  private static String title(NetworkMode mode) {
    return switch (mode) {
      case VETH -> "a pair of veth devices";
      case PASTA, SLIRP4NETNS -> "a process " + mode.word();
      case AUTO -> "a process pasta or slirp4netns";
      case CONTAINER -> "joined";
      case NONE, HOST -> "none";
    };
  }

  private void addVeth(NetworkRequest request) {
    Subnet subnet = request.subnet().orElse(NetworkRequest.SUBNET);
    String bridge = subnet.equals(NetworkRequest.SUBNET) ? "bridge jrunc0" : "a bridge";
    line(
        bridge + " with " + gateway(subnet),
        request.subnet().isPresent() ? NetworkAnnotations.SUBNET : NetworkAnnotations.MODE);
    Optional<Subnet> subnet6 = request.subnet6();
    if (subnet6.isPresent()) {
      line("and with " + gateway(subnet6.get()), NetworkAnnotations.SUBNET);
    }
    if (request.ipv6()) {
      line("IPv6", NetworkAnnotations.IPV6);
    }
    for (IpAddress address : request.addresses()) {
      line("address " + address, NetworkAnnotations.IP);
    }
  }

  private static String gateway(Subnet subnet) {
    return subnet.gateway() + "/" + subnet.prefix();
  }

  private void line(String words, String annotation) {
    text.append("    ").append(words).append("  [/annotations/").append(annotation).append("]\n");
  }
}
