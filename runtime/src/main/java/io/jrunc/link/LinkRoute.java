package io.jrunc.link;

import io.jrunc.network.IpAddress;
import io.jrunc.network.Subnet;
import java.util.Optional;

/**
 * A route of the main table.
 *
 * @param destination empty for the default route
 * @param gateway empty if the destination is on the link itself
 * @param link the index of the device that packets leave by, of several the first; 0 if there is
 *     none
 */
public record LinkRoute(Optional<Subnet> destination, Optional<IpAddress> gateway, int link) {}
