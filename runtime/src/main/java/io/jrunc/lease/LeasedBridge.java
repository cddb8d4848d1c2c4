package io.jrunc.lease;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.util.Optional;

/**
 * A bridge and the addresses that it has for containers.
 *
 * @param name of the device
 * @param v4 its subnet
 * @param v6 its subnet of IPv6; empty until a container asks for one
 * @param last the address of {@code v4} that was given last; empty before the first
 * @param last6 the same of {@code v6}
 */
public record LeasedBridge(
    String name,
    Subnet v4,
    Optional<Subnet> v6,
    Optional<IpAddress> last,
    Optional<IpAddress> last6) {

  /** One that has given no address yet. */
  public static LeasedBridge unused(String name, Subnet v4) {
    return new LeasedBridge(name, v4, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same, with IPv6 as well. */
  public LeasedBridge with(Subnet subnet6) {
    return new LeasedBridge(name, v4, Optional.of(subnet6), last, last6);
  }

  /** The same, after this address was given. */
  public LeasedBridge after(IpAddress given) {
    return given.isV6()
        ? new LeasedBridge(name, v4, v6, last, Optional.of(given))
        : new LeasedBridge(name, v4, v6, Optional.of(given), last6);
  }
}
