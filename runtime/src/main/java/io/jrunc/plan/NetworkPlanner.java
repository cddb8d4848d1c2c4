package io.jrunc.plan;

import io.jrunc.linux.abi.Capability;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.NetworkMode;
import io.jrunc.network.NetworkRequest;
import io.jrunc.plan.HostFacts.UserNamespace;
import io.jrunc.spec.Spec;
import java.util.Optional;

/** Decides where the network comes from that annotations ask for. */
final class NetworkPlanner {
  private static final String POINTER = "/annotations/";

  private NetworkPlanner() {}

  /**
   * What a valid configuration asks for. {@link NetworkMode#AUTO} is a veth pair for root; for
   * others it stays what it is until a program that can pass packets on is looked for.
   *
   * @throws HostLacksException when only root can have it
   */
  static Optional<NetworkRequest> request(Spec spec, HostFacts host) {
    Optional<NetworkRequest> asked = NetworkAnnotations.read(spec.annotations()).request();
    if (asked.isEmpty()) {
      return asked;
    }
    NetworkMode mode = asked.get().mode();
    boolean mayMakeDevices = host.may(Capability.CAP_NET_ADMIN);
    if (mode == NetworkMode.VETH && !mayMakeDevices) {
      throw new HostLacksException(
          POINTER + NetworkAnnotations.MODE,
          "only root can make veth devices; an ordinary user has pasta and slirp4netns");
    }
    if (mode != NetworkMode.AUTO) {
      return asked;
    }
    if (mayMakeDevices && host.userNamespace() == UserNamespace.INITIAL) {
      return Optional.of(asked.get().in(NetworkMode.VETH));
    }
    refuse(NetworkAnnotations.IP, !asked.get().addresses().isEmpty());
    boolean subnet = asked.get().subnet().isPresent() || asked.get().subnet6().isPresent();
    refuse(NetworkAnnotations.SUBNET, subnet);
    return asked;
  }

  private static void refuse(String annotation, boolean used) {
    if (used) {
      throw new HostLacksException(
          POINTER + annotation, "cannot be chosen by an ordinary user: it takes a veth device");
    }
  }

  /** Whether the host has anything to do for it, beside making or joining a namespace. */
  static boolean isOurs(NetworkRequest request) {
    return request.mode() != NetworkMode.NONE && request.mode() != NetworkMode.HOST;
  }
}
