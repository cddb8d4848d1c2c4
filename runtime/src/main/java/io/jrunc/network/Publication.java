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

  /** The last port in the container. */
  public int lastContainerPort() {
    return containerPort + count - 1;
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

  /** As people see it of a container: {@code 0.0.0.0:8000-8010->80-90/tcp}. */
  public String arrow() {
    return (hostAddress.isEmpty() ? "0.0.0.0:" : before())
        + range(hostPort, lastHostPort())
        + "->"
        + range(containerPort, lastContainerPort())
        + "/"
        + protocol.word();
  }

  /** As it is asked for: {@code 127.0.0.1:8080:80}, {@code [fd00::1]:53:53/udp}. */
  @Override
  public String toString() {
    return before()
        + range(hostPort, lastHostPort())
        + ":"
        + range(containerPort, lastContainerPort())
        + (protocol == Protocol.TCP ? "" : "/" + protocol.word());
  }

  private String before() {
    if (hostAddress.isEmpty()) {
      return "";
    }
    IpAddress address = hostAddress.get();
    return address.isV6() ? "[" + address + "]:" : address + ":";
  }

  private static String range(int first, int last) {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
