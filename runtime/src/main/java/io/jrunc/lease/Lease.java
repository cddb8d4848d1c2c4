package io.jrunc.lease;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Publication;
import java.util.List;

/**
 * What one container has of the host's network.
 *
 * @param container its name
 * @param initPid of its first process, for as long as which the lease holds
 * @param initStartTime of that process, in clock ticks since boot, as proc_pid_stat(5) tells it
 * @param bridge that it is on
 * @param link the host's end of its pair of devices
 * @param addresses one of IPv4, and after it perhaps one of IPv6
 * @param publications ports of the host that lead to it
 */
public record Lease(
    String container,
    int initPid,
    long initStartTime,
    String bridge,
    String link,
    List<IpAddress> addresses,
    List<Publication> publications) {

  /** Copies the lists. */
  public Lease {
    addresses = List.copyOf(addresses);
    publications = List.copyOf(publications);
  }
}
