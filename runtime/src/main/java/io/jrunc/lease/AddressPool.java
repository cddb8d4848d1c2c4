package io.jrunc.lease;

import io.jrunc.network.IpAddress;
import io.jrunc.network.NetworkAnnotations;
import io.jrunc.network.Subnet;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of one subnet: all but that of the subnet itself, the bridge's, which is the first,
 * and in IPv4 the last, which means all.
 */
public final class AddressPool {
  private static final String IP = "/annotations/" + NetworkAnnotations.PREFIX + "ip";
  private static final String SUBNET = "/annotations/" + NetworkAnnotations.PREFIX + "subnet";

  /** For the subnet, the bridge, a container and, in IPv4, all. */
  private static final int FEWEST_BITS = 2;

  private final Subnet subnet;
  private final Map<IpAddress, String> taken;

  /**
   * The addresses of a subnet.
   *
   * @param taken who has which; may have addresses of other subnets too
   * @throws LeaseException if the subnet has no room for a bridge and a container
   */
  public AddressPool(Subnet subnet, Map<IpAddress, String> taken) {
    if (subnet.first().bits() - subnet.prefix() < FEWEST_BITS) {
      throw new LeaseException(SUBNET, subnet + " has no room for a bridge and a container");
    }
    this.subnet = subnet;
    this.taken = taken;
  }

  /**
   * The next free address. The one that was given last comes again only after all others: somebody
   * may still think of the container that had it.
   *
   * @throws LeaseException if there is none
   */
  public IpAddress next(Optional<IpAddress> last) {
    IpAddress first = subnet.gateway().plus(1);
    boolean goesOn = last.isPresent() && subnet.contains(last.get()) && isUsable(last.get());
    IpAddress candidate = goesOn ? last.get() : subnet.gateway();
    for (int tries = 0; tries <= taken.size() + 1; tries++) {
      candidate = candidate.equals(subnet.last()) ? first : candidate.plus(1);
      if (!isUsable(candidate)) {
        candidate = first;
      }
      if (!taken.containsKey(candidate)) {
        return candidate;
      }
    }
    throw new LeaseException(SUBNET, "all addresses of " + subnet + " are taken");
  }

  /**
   * The address that a container must have.
   *
   * @throws LeaseException if it can't have it
   */
  public IpAddress take(IpAddress wanted) {
    if (!subnet.contains(wanted)) {
      throw new LeaseException(IP, wanted + " is not in " + subnet);
    }
    if (wanted.equals(subnet.gateway())) {
      throw new LeaseException(IP, wanted + " is the address of the bridge");
    }
    if (!isUsable(wanted)) {
      throw new LeaseException(IP, wanted + " is no container's address in " + subnet);
    }
    String owner = taken.get(wanted);
    if (owner != null) {
      throw new LeaseException(IP, wanted + " is the address of container " + owner);
    }
    return wanted;
  }

  private boolean isUsable(IpAddress address) {
    boolean forAll = !address.isV6() && address.equals(subnet.last());
    return !address.equals(subnet.first()) && !address.equals(subnet.gateway()) && !forAll;
  }
}
