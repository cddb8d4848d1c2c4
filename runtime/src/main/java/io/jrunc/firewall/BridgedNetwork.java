package io.jrunc.firewall;

import io.jrunc.network.Subnet;
import java.util.Optional;

/**
 * A bridge and what its containers get their addresses from.
 *
 * @param bridge the interface's name
 * @param v4 its subnet of IPv4
 * @param v6 its subnet of IPv6; empty if none of its containers asks for one
 */
public record BridgedNetwork(String bridge, Subnet v4, Optional<Subnet> v6) {}
