package io.jrunc.firewall;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Publication;
import java.util.List;

/**
 * Published ports, and where they lead.
 *
 * @param publication the ports on the host and in the container
 * @param container its addresses: packets of IPv4 go to that of IPv4, if it has one, those of IPv6
 *     to that of IPv6
 */
public record PortForward(Publication publication, List<IpAddress> container) {

  /** Copies the list. */
  public PortForward {
    container = List.copyOf(container);
  }

  /** Whether packets to an address of this family are to be passed on. */
  boolean concerns(boolean v6) {
    return publication.hostAddress().isEmpty() || publication.hostAddress().get().isV6() == v6;
  }

  /** Whether it is for a single address of the host. */
  boolean isForOneAddress() {
    return publication.hostAddress().isPresent() && !publication.hostAddress().get().isAny();
  }

  /** Whether it is a range that leads to the same numbers in the container. */
  boolean isPlainRange() {
    return publication.count() > 1 && publication.hostPort() == publication.containerPort();
  }
}
