package io.jrunc.network;

import java.util.Optional;

/**
 * Ports of the host that lead to ports of a container, one or a range of as many.
 *
 * @param hostAddress the only one of the host's addresses to be reached by; empty for all
 * @param hostPort the first on the host, 1 to 65535
 * @param containerPort the first in the container, 1 to 65535
 * @param count how many, one after the other; 1 or more
 */
public record Publication(
    Optional<IpAddress> hostAddress,
    int hostPort,
    int containerPort,
    int count,
    Protocol protocol) {

  /** Checks the range. */
  public Publication {
    boolean valid =
        hostPort > 0
            && containerPort > 0
            && count > 0
            && hostPort + count - 1 <= 65_535
            && containerPort + count - 1 <= 65_535;
    if (!valid) {
      throw new IllegalArgumentException(
          hostPort + ":" + containerPort + " and " + count + " ports are not in 1 to 65535");
    }
  }

  /** The last port on the host. */
  public int lastHostPort() {
    return hostPort + count - 1;
  }

  /** Whether a packet could be meant for both. */
  public boolean overlaps(Publication other) {
    boolean sameAddress =
        hostAddress.isEmpty()
            || other.hostAddress.isEmpty()
            || hostAddress.get().equals(other.hostAddress.get());
    return protocol == other.protocol
        && sameAddress
        && hostPort <= other.lastHostPort()
        && other.hostPort <= lastHostPort();
  }
}
