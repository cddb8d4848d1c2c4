package io.jrunc.plan;

import io.jrunc.network.NetworkRequest;
import java.util.List;
import java.util.Optional;

/**
 * What the host does for the container's network. Whether its network namespace is new, another's
 * or the host's is in {@link NamespacePlan}.
 *
 * @param request what the annotations ask for; empty if nothing, and then nothing is done
 * @param devices that move into the container, in the order of their names
 */
public record NetworkPlan(Optional<NetworkRequest> request, List<NetDevicePlan> devices) {

  /** Copies the list. */
  public NetworkPlan {
    devices = List.copyOf(devices);
  }

  /** Of a container that leaves its network to others. */
  public static NetworkPlan none() {
    return new NetworkPlan(Optional.empty(), List.of());
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return request.isEmpty() && devices.isEmpty();
  }
}
